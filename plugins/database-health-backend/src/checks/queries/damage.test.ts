import type { QueryFailure } from '../../pure/facts';
import { judgements, severity } from '../__testUtils__/evaluate';
import { noon, queries } from '../__testUtils__/facts';
import { damage } from './damage';

const met = (secondsAgo: number, overrides: Partial<QueryFailure> = {}) => ({
  queries: queries({
    failures: [
      {
        kind: 'damaged',
        sentence: 'Data of the database are damaged.',
        count: 1,
        lastAt: noon - secondsAgo * 1_000,
        ...overrides,
      },
    ],
  }),
});

describe('damage', () => {
  it.each([
    ['never met', { queries: queries() }, undefined],
    ['once, of however many queries', met(0), 'critical'],
    ['just below an hour ago', met(3_599), 'critical'],
    ['an hour ago', met(3_600), undefined],
    ['another failure', met(0, { kind: 'other' }), undefined],
  ])('%s', (_, facts, expected) => {
    expect(severity(damage, facts)).toBe(expected);
  });

  it('says what is damaged, and advises a copy and a backup', () => {
    expect(judgements(damage, met(60, { count: 3 }))).toMatchObject([
      {
        message:
          'Data of the database are damaged. Queries of the plugin met it, the last one at 11:59 UTC.',
        evidence: { observed: 3, limit: 1, unit: 'failed queries' },
        remedy: { text: expect.stringMatching(/copy.*backup/) },
      },
    ]);
  });
});
