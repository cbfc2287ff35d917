import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { counted } from '../__testUtils__/statistics';
import { rollbacks } from './rollbacks';

/** Transactions as looks found them: seconds ago, rollbacks and commits. */
const facts = (
  ...looks: [ago: number, rollbacks: number, commits: number][]
) => ({
  statistics: [
    counted(
      ...looks.map(
        ([ago, undone, commits]) =>
          [ago, { rollbacks: undone, commits }] as const,
      ),
    ),
  ],
});

describe('rollbacks', () => {
  it.each([
    ['none', facts([300, 0, 0], [0, 0, 9_000]), undefined],
    ['just below 10 %', facts([300, 5, 5], [0, 104, 906]), undefined],
    ['10 %', facts([300, 5, 5], [0, 105, 905]), 'warning'],
    ['all', facts([300, 0, 0], [0, 1_000, 0]), 'warning'],
    ['all of too few', facts([300, 0, 0], [0, 999, 0]), undefined],
    ['no transaction at all', facts([300, 7, 7], [0, 7, 7]), undefined],
    [
      'many, before',
      facts([400, 0, 0], [300, 9e3, 9e3], [0, 9e3, 2e4]),
      undefined,
    ],
    [
      'many before the first look',
      facts([15, 9e3, 0], [0, 9e3, 2e3]),
      undefined,
    ],
  ])('%s', (_, given, expected) => {
    expect(severity(rollbacks, given)).toBe(expected);
  });

  it('tells how many of how many, and in whose database', () => {
    const [database] = facts([300, 0, 0], [0, 1_230, 8_770]).statistics;
    expect(
      judgements(rollbacks, {
        statistics: [{ ...database, pluginIds: ['catalog'] }],
      }),
    ).toMatchObject([
      {
        object: 'backstage_plugin_catalog',
        message:
          '1230 of 10000 transactions were rolled back in the database of catalog in the last 5 min.',
        evidence: { observed: 12.3, limit: 10, unit: '%' },
      },
    ]);
  });

  it('is skipped before the second look', () => {
    expect(evaluate(rollbacks, facts([0, 9_000, 0]))).toMatchObject({
      skipped: expect.stringContaining('not been counted twice'),
    });
  });
});
