import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { noon, queries } from '../__testUtils__/facts';
import { queryLatency } from './query-latency';

const dayMs = 86_400_000;

/** The last minutes against days; some months are known, and all is timed. */
function facts(
  p95Ms: number,
  p95MsByDay: number[],
  { timed = 1_000, sinceDays = 60 } = {},
) {
  return {
    queries: queries({ times: { count: timed, p50Ms: 1, p95Ms, p99Ms: 9e3 } }),
    queryHistory: { since: noon - sinceDays * dayMs, p95MsByDay },
  };
}

const slowDays = [400, 300, 200, 9_000, 200, 200, 200];
const quickDays = [10, 10, 10, 10, 10, 10, 10];

describe('query-latency', () => {
  it.each([
    ['as ever', facts(200, slowDays), undefined],
    ['just below twice', facts(399.9, slowDays), undefined],
    ['twice', facts(400, slowDays), 'warning'],
    ['just below five times', facts(999, slowDays), 'warning'],
    ['five times', facts(1_000, slowDays), 'critical'],
    ['ever so much more, of little', facts(249.9, quickDays), undefined],
    ['ever so much more', facts(250, quickDays), 'critical'],
    ['more than nothing', facts(251, [0, 0, 0]), 'critical'],
    ['quicker', facts(20, slowDays), undefined],
    ['of just enough queries', facts(500, slowDays, { timed: 100 }), 'warning'],
    ['after just a week', facts(500, slowDays, { sinceDays: 7 }), 'warning'],
    ['after days of rest', facts(500, [200, 200, 200]), 'warning'],
  ])('%s', (_, given, expected) => {
    expect(severity(queryLatency, given)).toBe(expected);
  });

  it.each([
    [
      facts(1_300, slowDays),
      '1 in 20 queries took 1.3 s or longer in the last minutes; in the week before, it was 200 ms.',
      { observed: 1_300, limit: 1_000, unit: 'ms' },
    ],
    [
      facts(400, slowDays),
      '1 in 20 queries took 400 ms or longer in the last minutes; in the week before, it was 200 ms.',
      { observed: 400, limit: 400, unit: 'ms' },
    ],
    [
      facts(300, [0.4, 0.4, 0.4]),
      '1 in 20 queries took 300 ms or longer in the last minutes; in the week before, it was less than 1 ms.',
      { observed: 300, limit: 250, unit: 'ms' },
    ],
  ])('tells how long, and what is usual', (given, message, evidence) => {
    expect(judgements(queryLatency, given)).toMatchObject([
      { message, evidence },
    ]);
  });

  it.each([
    [
      'without any history of queries',
      { ...facts(9_000, []), queryHistory: { p95MsByDay: [] } },
      'does not go back a week yet',
    ],
    [
      'in the first week',
      facts(9_000, slowDays, { sinceDays: 6.9 }),
      'does not go back a week yet',
    ],
    [
      'after a week of rest',
      facts(9_000, []),
      'On 0 of the last 7 days there were enough queries',
    ],
    [
      'after a week almost of rest',
      facts(9_000, [200, 200]),
      'On 2 of the last 7 days there were enough queries',
    ],
    [
      'where few queries were timed',
      facts(9_000, slowDays, { timed: 99 }),
      '99 of at least 100 queries were timed',
    ],
    [
      'while the store does not tell',
      { ...facts(9_000, slowDays), queryHistory: null },
      'the store of Database Health does not work',
    ],
  ])('is skipped %s', (_, given, reason) => {
    expect(evaluate(queryLatency, given)).toEqual({
      skipped: expect.stringContaining(reason),
    });
  });
});
