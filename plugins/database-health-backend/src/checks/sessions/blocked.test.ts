import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { session } from '../__testUtils__/facts';
import { blocked } from './blocked';

const root = (more: Parameters<typeof session>[0] = {}) =>
  session({
    pid: 1,
    state: 'idle-in-transaction',
    stateMs: 400_000,
    transactionMs: 401_000,
    statement: 'update things set name = ?',
    ...more,
  });

const waiting = (
  pid: number,
  seconds: number,
  more: Parameters<typeof session>[0] = {},
) => session({ pid, blockedBy: [1], blockedMs: seconds * 1_000, ...more });

const facts = (sessions: ReturnType<typeof session>[], partial = false) => ({
  sessions: { sessions, truncated: false, partial },
});

describe('blocked', () => {
  it.each([
    ['nobody', [], undefined],
    ['just below a minute', [root(), waiting(2, 59)], undefined],
    ['a minute', [root(), waiting(2, 60)], 'warning'],
    [
      'two for 5 min',
      [root(), waiting(2, 300), waiting(3, 300), waiting(4, 299)],
      'warning',
    ],
    [
      'three for 5 min',
      [root(), waiting(2, 300), waiting(3, 300), waiting(4, 300)],
      'critical',
    ],
    ['of another plugin', [root(), waiting(2, 900, { own: false })], undefined],
    [
      'not of the portal',
      [root(), waiting(2, 900, { stranger: true })],
      undefined,
    ],
    [
      'by one that is not of the portal',
      [root({ stranger: true }), waiting(2, 900)],
      'warning',
    ],
  ])('%s', (_, sessions, expected) => {
    expect(severity(blocked, facts(sessions))).toBe(expected);
  });

  it('names the root of the chain, which may be of another plugin, and ends that', () => {
    expect(
      judgements(
        blocked,
        facts([
          root({ pluginId: 'search', own: false }),
          waiting(2, 90),
          waiting(3, 100, { blockedBy: [2] }),
        ]),
      ),
    ).toEqual([
      {
        severity: 'warning',
        message:
          '2 sessions wait for a lock, the first (session 3 of catalog) for 1.7 min. It is blocked by session 1 of search, which has been idle for 6.7 min in an open transaction.',
        evidence: { observed: 100, limit: 60, unit: 's' },
        remedy: {
          text: expect.stringContaining('the root session'),
          sql: `select pg_terminate_backend(pid) from pg_stat_activity where pid = 1 and clock_timestamp() - xact_start >= interval '401 s';`,
        },
      },
    ]);
  });

  it.each([
    ['alter table things add column more text', true],
    ['update "knex_migrations_lock" set "is_locked" = ?', true],
    ['update things set name = ?', false],
  ])('says what looks like a migration: %s', (statement, expected) => {
    const [{ message, remedy }] = judgements(
      blocked,
      facts([root({ state: 'active', statement }), waiting(2, 90)]),
    );
    expect(message.includes('looks like a migration')).toBe(expected);
    expect(remedy.text.includes('worth waiting for')).toBe(expected);
  });

  it('says that the root cannot be seen, and what ends in a ring', () => {
    const unseen = judgements(blocked, facts([waiting(2, 90)]));
    expect(unseen[0].message).toContain('by one that cannot be seen');
    expect(unseen[0].remedy).not.toHaveProperty('sql');
    const ring = judgements(
      blocked,
      facts([
        waiting(2, 90, { blockedBy: [3] }),
        waiting(3, 90, { blockedBy: [2] }),
      ]),
    );
    expect(ring[0].message).toContain('by one that cannot be seen');
  });

  it('says of MySQL what may be half done, and where the server does not tell who is waited for', () => {
    const on = { engine: 'mysql' } as const;
    const [unseen] = judgements(
      blocked,
      facts([waiting(2, 300, { blockedBy: [] }), waiting(3, 90)]),
      on,
    );
    expect(unseen.message).toBe(
      '2 sessions wait for a lock, the first (session 2 of catalog) for 5 min. It is blocked by one that cannot be seen.',
    );
    expect(unseen.remedy).toEqual({
      text: expect.stringMatching(/innodb_trx.*xa recover.*metadata_locks/),
    });
    const [{ remedy }] = judgements(
      blocked,
      facts([root({ statement: 'alter table t' }), waiting(2, 90)]),
      on,
    );
    expect(remedy.text).toContain('may be half applied');
    expect(remedy.sql).toMatch(/'kill '.*trx_mysql_thread_id = 1 /);
    expect(evaluate(blocked, facts([], true), on)).toEqual({
      skipped: expect.stringContaining('Grant it `PROCESS`'),
    });
  });

  it('is never ok where a part is hidden', () => {
    expect(evaluate(blocked, facts([], true))).toEqual({
      skipped: expect.stringContaining('pg_read_all_stats'),
    });
  });
});
