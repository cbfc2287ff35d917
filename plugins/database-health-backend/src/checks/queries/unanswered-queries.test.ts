import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { identity, noon, queries, session } from '../__testUtils__/facts';
import { unansweredQueries } from './unanswered-queries';

const waiting = (...seconds: number[]) => ({
  queries: queries({
    unanswered: seconds.map((age, i) => ({
      pid: 100 + i,
      since: noon - age * 1_000,
    })),
  }),
});

const seen = (
  sessions: ReturnType<typeof session>[],
  hidden: { partial?: boolean; truncated?: boolean } = {},
) => ({ sessions: { sessions, truncated: false, partial: false, ...hidden } });

describe('queries without an answer that the server does not run', () => {
  it('are dead connections, with what keeps them alive next time', () => {
    expect(judgements(unansweredQueries, waiting(240, 200))).toMatchObject([
      {
        severity: 'critical',
        message:
          '2 queries have had no answer for 4 min, and the server does not run them: the connection is dead, dropped by what is in between.',
        evidence: { observed: 240, limit: 180, unit: 's' },
        remedy: { text: expect.stringContaining('keepAlive: true') },
      },
    ]);
  });

  it.each([
    [59, undefined],
    [60, 'warning'],
    [179, 'warning'],
    [180, 'critical'],
  ])('after %i s are %s', (age, expected) => {
    expect(severity(unansweredQueries, waiting(age))).toBe(expected);
  });

  it.each(['idle', 'idle-in-transaction'] as const)(
    'are dead though their session is there, but %s',
    state => {
      const facts = {
        ...waiting(200),
        ...seen([session({ pid: 100, state })]),
      };
      expect(severity(unansweredQueries, facts)).toBe('critical');
    },
  );

  it('are none while the server runs them, blocked ones included', () => {
    const facts = {
      ...waiting(7_200),
      ...seen([session({ pid: 100, blockedBy: [7] })]),
    };
    expect(judgements(unansweredQueries, facts)).toEqual([]);
  });

  it('are known by how long they run where a pooler gives the numbers', () => {
    const behindPooler = (stateMs: number) => ({
      ...waiting(200),
      ...seen([session({ pid: 4_711, stateMs })]),
      identity: identity({ server: { run: '1', pooled: true } }),
    });
    expect(severity(unansweredQueries, behindPooler(199_000))).toBeUndefined();
    expect(severity(unansweredQueries, behindPooler(5))).toBe('critical');
  });

  it.each(['partial', 'truncated'])(
    'are not known where the sessions are %s',
    hidden => {
      expect(
        evaluate(unansweredQueries, {
          ...waiting(200),
          ...seen([], { [hidden]: true }),
        }),
      ).toMatchObject({ unknown: expect.stringContaining('hidden') });
    },
  );

  it('are nothing to tell where there are none', () => {
    expect(judgements(unansweredQueries, seen([], { partial: true }))).toEqual(
      [],
    );
  });
});
