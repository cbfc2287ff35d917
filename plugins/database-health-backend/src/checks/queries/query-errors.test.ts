import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { noon, queries } from '../__testUtils__/facts';
import { queryErrors } from './query-errors';

const minute = 60_000;

/** Counters as looks found them: minutes ago, queries and errors. */
function counted(...looks: [ago: number, count: number, errors: number][]) {
  const history = looks.map(([ago, count, errors]) => ({
    at: noon - ago * minute,
    count,
    errors,
  }));
  const { count, errors } = history[history.length - 1];
  return { queries: queries({ count, errors, history }) };
}

describe('query-errors', () => {
  it.each([
    ['none', counted([5, 0, 0], [0, 1_000, 0]), undefined],
    ['just below 1 %', counted([5, 0, 0], [0, 1_000, 9]), undefined],
    ['1 %', counted([5, 0, 0], [0, 1_000, 10]), 'warning'],
    ['just below 10 %', counted([5, 0, 0], [0, 1_000, 99]), 'warning'],
    ['10 %', counted([5, 0, 0], [0, 1_000, 100]), 'critical'],
    [
      '10 %, until 29 s ago',
      counted([5, 0, 0], [29 / 60, 500, 100], [0, 1_000, 100]),
      'critical',
    ],
    [
      '10 %, until 30 s ago',
      counted([5, 0, 0], [0.5, 500, 100], [0, 1_000, 100]),
      'warning',
    ],
    [
      '10 %, and nothing ran since',
      counted([5, 0, 0], [2, 1_000, 100], [0, 1_000, 100]),
      'critical',
    ],
    ['all, but of too few', counted([5, 0, 0], [0, 99, 99]), undefined],
    ['all, of just enough', counted([5, 0, 0], [0, 100, 100]), 'critical'],
    ['no query at all', counted([5, 7, 7], [0, 7, 7]), undefined],
    [
      'many, but before',
      counted([9, 0, 0], [6, 1_000, 900], [0, 2_000, 900]),
      undefined,
    ],
    [
      'many before the first look',
      counted([1, 1_000, 900], [0, 2_000, 900]),
      undefined,
    ],
  ])('%s', (_, facts, expected) => {
    expect(severity(queryErrors, facts)).toBe(expected);
  });

  it('tells how many of how many', () => {
    expect(
      judgements(queryErrors, counted([5, 100, 1], [0, 1_300, 25])),
    ).toMatchObject([
      {
        message: '24 of 1200 queries failed in the last 5 min.',
        evidence: { observed: 2, limit: 1, unit: '%' },
      },
    ]);
  });

  it('says when it ended, once it is over', () => {
    expect(
      judgements(
        queryErrors,
        counted([5, 0, 0], [2, 1_000, 900], [0, 1_100, 900]),
      ),
    ).toMatchObject([
      {
        severity: 'warning',
        message:
          '900 of 1100 queries failed in the last 5 min, the last one at 11:58 UTC.',
        evidence: { observed: 81.8, limit: 1, unit: '%' },
      },
    ]);
  });

  it.each([[counted([0, 1_000, 900])], [{ queries: queries() }]])(
    'is skipped before the second look, and for what others observe',
    facts => {
      expect(evaluate(queryErrors, facts)).toMatchObject({
        skipped: expect.stringContaining('not been counted twice'),
      });
    },
  );
});
