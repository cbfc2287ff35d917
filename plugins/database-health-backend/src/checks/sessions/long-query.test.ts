import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { session } from '../__testUtils__/facts';
import { longQuery } from './long-query';

const running = (seconds: number, more: Parameters<typeof session>[0] = {}) =>
  session({ stateMs: seconds * 1_000, ...more });

const facts = (sessions: ReturnType<typeof session>[], partial = false) => ({
  sessions: { sessions, truncated: false, partial },
});

describe('long-query', () => {
  it.each([
    ['nobody', [], undefined],
    ['just below 5 min', [running(299)], undefined],
    ['5 min', [running(300)], 'warning'],
    ['just below an hour', [running(3_599)], 'warning'],
    ['an hour', [running(3_600)], 'critical'],
    ['of another database', [running(3_600, { own: false })], undefined],
    ['idle', [running(3_600, { state: 'idle' })], undefined],
    [
      'of the server itself',
      [running(3_600, { background: 'autovacuum worker' })],
      undefined,
    ],
    ['a dump', [running(3_600, { application: 'pg_dump' })], undefined],
    [
      'an index build',
      [running(3_600, { statement: 'CREATE UNIQUE INDEX a on b (c)' })],
      undefined,
    ],
    [
      'an index build of MySQL',
      [running(3_600, { statement: 'alter table `a` add index `b`(`c`)' })],
      undefined,
    ],
    [
      'one that waits for whom the server does not tell',
      [running(3_600, { blockedMs: 3_600_000 })],
      undefined,
    ],
    [
      'one that waits for another',
      [running(3_600, { blockedBy: [1] })],
      undefined,
    ],
  ])('%s', (_, sessions, expected) => {
    expect(severity(longQuery, facts(sessions))).toBe(expected);
  });

  it('names the longest, with the line that ends that statement only', () => {
    expect(
      judgements(longQuery, facts([running(301, { pid: 1 }), running(7_200)])),
    ).toEqual([
      {
        severity: 'critical',
        message:
          'A statement has been running for 2 h: session 4711 of catalog (and 1 other).',
        evidence: { observed: 7_200, limit: 3_600, unit: 's' },
        remedy: {
          text: expect.stringContaining('ends the statement'),
          sql: `select pg_cancel_backend(pid) from pg_stat_activity where pid = 4711 and clock_timestamp() - query_start >= interval '7200 s';`,
        },
      },
    ]);
  });

  it('ends it on MySQL, too, and says what to grant there', () => {
    const on = { engine: 'mysql' } as const;
    const [{ remedy }] = judgements(longQuery, facts([running(301)]), on);
    expect(remedy.sql).toMatch(/'kill query '.*id = 4711 .*time >= 301\b/);
    expect(evaluate(longQuery, facts([], true), on)).toEqual({
      skipped: expect.stringContaining('Grant it `PROCESS`'),
    });
  });

  it('is never ok where a part is hidden', () => {
    expect(evaluate(longQuery, facts([], true))).toEqual({
      skipped: expect.stringContaining('pg_read_all_stats'),
    });
  });
});
