import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { serverSize } from './server-size';

const GiB = 1_024 ** 3;

const holding = (gib: number, gibPerDay: number | null = null) => ({
  serverSize: {
    bytes: gib * GiB,
    approximate: false,
    budgetBytes: 100 * GiB,
    bytesPerDay: gibPerDay === null ? null : gibPerDay * GiB,
  },
});

describe('server-size', () => {
  it.each([
    ['below four fifths', holding(79.9), undefined],
    ['at four fifths', holding(80), 'warning'],
    ['at all', holding(100), 'critical'],
    ['reached in fourteen days', holding(30, 5), 'warning'],
    ['reached later', holding(29, 5), undefined],
    ['reached in ten days', holding(50, 5), 'warning'],
    ['reached in four days', holding(60, 10), 'warning'],
    ['reached in three days', holding(70, 10), 'critical'],
    ['shrinking', holding(79, -20), undefined],
  ])('%s', (_, facts, expected) => {
    expect(severity(serverSize, facts)).toBe(expected);
  });

  it('tells bytes, budget and when it is reached', () => {
    expect(judgements(serverSize, holding(50, 5))).toMatchObject([
      {
        message:
          'Its plugin databases hold 50.0 GiB of a budget of 100 GiB, and reach it in about 10 days.',
        evidence: { observed: 50, limit: 80, unit: '%' },
      },
    ]);
  });

  it('is skipped without a budget', () => {
    expect(evaluate(serverSize)).toEqual({
      skipped: 'It has no budget in databaseHealth.budgets.servers.',
    });
  });
});
