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

  it('says why most of those failed that failed lately', () => {
    const failure = (sentence: string, count: number, secondsAgo: number) => ({
      kind: 'other' as const,
      sentence,
      count,
      lastAt: noon - secondsAgo * 1_000,
    });
    const facts = counted([5, 0, 0], [0, 419, 7]);
    expect(
      judgements(queryErrors, {
        queries: {
          ...facts.queries,
          failures: [
            failure('Seldom.', 1, 0),
            failure('Often.', 6, 20),
            failure('Long ago.', 900, 300),
          ],
        },
      }),
    ).toMatchObject([
      {
        message:
          '7 of 419 queries failed in the last 5 min. Among them: Often.',
      },
    ]);
  });

  describe('of a statement that fails each time', () => {
    /** So often, from so many seconds ago until then. */
    const failing = (failures: number, from: number, until: number) => ({
      text: 'select secret',
      failures,
      since: noon - from * 1_000,
      lastAt: noon - until * 1_000,
      failure: { kind: 'other' as const, sentence: 'A table does not exist.' },
    });
    const facts = (...all: ReturnType<typeof failing>[]) => ({
      queries: queries({
        ...counted([5, 0, 0], [0, 56, 1]).queries,
        failing: all,
      }),
    });

    it.each([
      ['twice', facts(failing(2, 60, 0)), undefined],
      ['three times', facts(failing(3, 60, 0)), 'warning'],
      ['until just below 5 min ago', facts(failing(3, 360, 299)), 'warning'],
      ['until 5 min ago', facts(failing(3, 360, 300)), undefined],
      ['each 10 min, 24 min ago', facts(failing(3, 2_640, 1_440)), 'warning'],
      ['each 10 min, 25 min ago', facts(failing(3, 2_700, 1_500)), undefined],
      [
        'before the second look',
        { queries: queries({ failing: [failing(3, 60, 0)] }) },
        'warning',
      ],
    ])('%s', (_, given, expected) => {
      expect(severity(queryErrors, given)).toBe(expected);
    });

    it('says since when and why, and not what it is', () => {
      const [finding] = judgements(
        queryErrors,
        facts(failing(3, 60, 0), failing(9, 3_600, 0)),
      );
      expect(finding).toMatchObject({
        object: 'statement',
        message:
          'A statement has failed in all of its last 9 runs, since 11:00 UTC (and 1 other). A table does not exist.',
        evidence: { observed: 9, limit: 3, unit: 'failures in a row' },
      });
      expect(JSON.stringify(finding)).not.toContain('secret');
    });
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
