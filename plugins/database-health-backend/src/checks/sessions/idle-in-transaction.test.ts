import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { session } from '../__testUtils__/facts';
import { idleInTransaction } from './idle-in-transaction';

const idle = (seconds: number, more: Parameters<typeof session>[0] = {}) =>
  session({
    state: 'idle-in-transaction',
    stateMs: seconds * 1_000,
    transactionMs: seconds * 1_000 + 500,
    ...more,
  });

const facts = (
  sessions: ReturnType<typeof session>[],
  seen = { truncated: false, partial: false },
) => ({ sessions: { sessions, ...seen } });

describe('idle-in-transaction', () => {
  it.each([
    ['nobody', [], undefined],
    ['just below 5 min', [idle(299)], undefined],
    ['5 min', [idle(300)], 'warning'],
    ['just below 15 min', [idle(899)], 'warning'],
    ['15 min', [idle(900)], 'critical'],
    ['a statement', [idle(900, { state: 'active' })], undefined],
    ['one of another database', [idle(900, { own: false })], undefined],
  ])('%s', (_, sessions, expected) => {
    expect(severity(idleInTransaction, facts(sessions))).toBe(expected);
  });

  it('names the longest, with the line that ends that one only', () => {
    expect(
      judgements(
        idleInTransaction,
        facts([idle(301, { pid: 1 }), idle(400, { pid: 2 }), idle(350)]),
      ),
    ).toEqual([
      {
        severity: 'warning',
        message:
          'A transaction has been idle for 6.7 min: session 2 of catalog (and 2 others).',
        evidence: { observed: 400, limit: 300, unit: 's' },
        remedy: {
          text: expect.stringContaining('ends the session'),
          sql: `select pg_terminate_backend(pid) from pg_stat_activity where pid = 2 and clock_timestamp() - xact_start >= interval '400 s';`,
        },
      },
    ]);
  });

  it('says whose it is where it is no plugin’s', () => {
    const [{ message }] = judgements(
      idleInTransaction,
      facts([idle(600, { pluginId: null })]),
    );
    expect(message).toBe(
      'A transaction has been idle for 10 min: session 4711, which names no plugin.',
    );
  });

  it('of a session that is not of the portal is critical only while the portal waits for it', () => {
    const stranger = idle(5_000, { pid: 1, pluginId: null, stranger: true });
    const behind = (pid: number, more: Parameters<typeof session>[0] = {}) =>
      session({ pid, blockedBy: [pid - 1], blockedMs: 1_000, ...more });
    const alone = judgements(idleInTransaction, facts([stranger]));
    expect(alone).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(
          /: session 1, which is not of this portal\.$/,
        ),
        evidence: { observed: 5_000, limit: 300 },
        remedy: { text: expect.stringContaining('Ask there before') },
      },
    ]);
    const others = behind(2, { stranger: true });
    expect(severity(idleInTransaction, facts([stranger, others]))).toBe(
      'warning',
    );
    expect(
      severity(idleInTransaction, facts([stranger, others, behind(3)])),
    ).toBe('critical');
    // The worst comes first, though another one has lasted longer.
    expect(
      judgements(idleInTransaction, facts([stranger, idle(1_000)])),
    ).toMatchObject([
      { severity: 'critical', evidence: { observed: 1_000, limit: 900 } },
    ]);
  });

  it('ends it on MySQL, too, and says what to grant there', () => {
    const on = { engine: 'mysql' } as const;
    const [{ remedy }] = judgements(idleInTransaction, facts([idle(301)]), on);
    expect(remedy.sql).toMatch(/'kill '.*trx_mysql_thread_id = 4711 /);
    const partial = { truncated: false, partial: true };
    expect(evaluate(idleInTransaction, facts([], partial), on)).toEqual({
      skipped: expect.stringContaining('Grant it `PROCESS`'),
    });
  });

  it('is never ok where a part is hidden, and tells what it sees', () => {
    const partial = { truncated: false, partial: true };
    expect(evaluate(idleInTransaction, facts([], partial))).toEqual({
      skipped: expect.stringContaining('pg_read_all_stats'),
    });
    expect(severity(idleInTransaction, facts([idle(300)], partial))).toBe(
      'warning',
    );
  });
});
