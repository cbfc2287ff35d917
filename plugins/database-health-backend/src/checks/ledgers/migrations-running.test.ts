import type { LedgerActivity, LedgerFact } from '../../pure/facts';
import { judgements, severity } from '../__testUtils__/evaluate';
import { identity, ledger, noon } from '../__testUtils__/facts';
import { migrationsRunning } from './migrations-running';

const taken = [{ index: 1, isLocked: true }];

function during(
  activity: Partial<LedgerActivity>,
  overrides: Partial<LedgerFact> = {},
): LedgerFact {
  return ledger({
    activity: { holders: [], active: [], partial: false, ...activity },
    ...overrides,
  });
}

const session = { pid: 4711, since: noon - 12_000 };
const announced = { replicaId: 'r1', since: noon - 12_000, alive: true };

const ownRun = (seconds: number) =>
  ledger({ runningSince: noon - seconds * 1_000 });

describe('migrations-running', () => {
  it.each<[string, LedgerFact, string | undefined]>([
    ['nobody migrates', ledger(), undefined],
    ['a run that has just begun', ownRun(0), 'info'],
    ['a run of less than 10 min', ownRun(599), 'info'],
    ['a run of 10 min', ownRun(600), 'warning'],
    ['a run of a day', ownRun(86_400), 'warning'],
    ['a run that began in our future', ownRun(-5), 'info'],
    ['a run of another replica', during({ announced }), 'info'],
    ['a run in a transaction', during({ holders: [session] }), 'info'],
    [
      'a taken lock, and a session that works',
      during({ active: [session] }, { lockRows: taken }),
      'info',
    ],
    [
      'a free lock, and a session that works at something else',
      during({ active: [session] }),
      undefined,
    ],
    ['a stale lock', during({}, { lockRows: taken }), undefined],
    [
      'an orphaned statement',
      during(
        { active: [session], announced: { ...announced, alive: false } },
        { lockRows: taken },
      ),
      undefined,
    ],
  ])('%s', (_, fact, expected) => {
    expect(severity(migrationsRunning, { ledgers: [fact] })).toBe(expected);
  });

  it('tells of a run of its own, to wait for', () => {
    expect(judgements(migrationsRunning, { ledgers: [ownRun(12)] })).toEqual([
      {
        severity: 'info',
        object: 'knex_migrations',
        message:
          'Migrations of knex_migrations have been running in this backend for 12 s.',
        evidence: { observed: 12, limit: 600, unit: 's' },
        remedy: { text: 'Wait until they have ended.' },
      },
    ]);
  });

  const messageOf = (fact: LedgerFact) =>
    judgements(migrationsRunning, { ledgers: [fact] })[0].message;

  it('tells from what it is known', () => {
    expect(messageOf(during({ announced }))).toBe(
      'Migrations of knex_migrations have been running in another replica for 12 s.',
    );
    expect(messageOf(during({ holders: [session] }))).toBe(
      'Migrations of knex_migrations have been running in a transaction for 12 s: session 4711 on the server holds the lock table.',
    );
    expect(
      messageOf(
        during(
          { active: [{ pid: 1, since: noon }, session] },
          { lockRows: taken },
        ),
      ),
    ).toBe(
      'Migrations of knex_migrations have probably been running for 12 s: the lock is taken, and session 4711 of the plugin runs a statement.',
    );
  });

  it('tells how far it is, and that it waits', () => {
    const building = (done: number, total: number) => ({
      pid: 5,
      since: noon,
      waitsFor: 'Lock',
      progress: {
        command: 'CREATE INDEX CONCURRENTLY',
        phase: 'building index',
        done,
        total,
        unit: 'blocks',
      },
    });
    expect(
      messageOf(during({ announced, active: [session, building(427, 1_000)] })),
    ).toBe(
      'Migrations of knex_migrations have been running in another replica for 12 s (CREATE INDEX CONCURRENTLY, building index: 42 %), and waits for another session that holds a lock.',
    );
    expect(messageOf(during({ holders: [building(0, 0)] }))).toContain(
      '(CREATE INDEX CONCURRENTLY, building index)',
    );
    // Other waits are over in a moment.
    expect(
      messageOf(during({ holders: [{ ...session, waitsFor: 'IO' }] })),
    ).not.toContain('waits');
    // Statistics may be behind what they are held against.
    expect(messageOf(during({ holders: [building(12, 10)] }))).toContain(
      'building index: 100 %',
    );
  });

  it('shows who to look at, with a line that changes nothing', () => {
    const remedyOn = (
      engine: 'postgres' | 'mysql' | 'sqlite',
      since = session.since,
    ) =>
      judgements(migrationsRunning, {
        ledgers: [during({ holders: [{ pid: 4711, since }] })],
        identity: identity({ engine }),
      })[0].remedy;
    expect(remedyOn('postgres')).toEqual({
      text: 'Wait until they have ended. The line below shows what the session does and whom it waits for, and changes nothing.',
      sql: 'select pid, state, wait_event_type, pg_blocking_pids(pid) as blocked_by, xact_start, query from pg_stat_activity where pid = 4711;',
    });
    expect(remedyOn('mysql').sql).toBe(
      'select * from information_schema.processlist where id = 4711;',
    );
    expect(remedyOn('sqlite').sql).toBeUndefined();
    expect(remedyOn('postgres', noon - 600_000).text).toMatch(
      /^Migrations usually take less time/,
    );
  });
});
