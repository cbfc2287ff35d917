import type { Engine } from 'backstage-plugin-database-health-common';
import type { LedgerActivity, LedgerFact } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { identity, ledger, noon } from '../__testUtils__/facts';
import { migrationsLocked } from './migrations-locked';

function heldFor(
  seconds: number,
  activity?: Partial<LedgerActivity>,
): LedgerFact {
  return ledger({
    lockRows: [{ index: 1, isLocked: true }],
    heldSince: noon - seconds * 1_000,
    activity: activity && {
      holders: [],
      active: [],
      partial: false,
      ...activity,
    },
  });
}

const session = { pid: 4711, since: noon - 600_000 };
const dead = { replicaId: 'r1', since: noon - 900_000, alive: false };

describe('migrations-locked', () => {
  it.each<[string, LedgerFact, string | undefined]>([
    ['a free lock', ledger(), undefined],
    ['a lock that was just seen', heldFor(0), 'info'],
    [
      'a lock that nobody has timed yet',
      { ...heldFor(0), heldSince: undefined },
      'info',
    ],
    ['a lock held for less than 5 min', heldFor(299), 'info'],
    ['a lock held for 5 min', heldFor(300), 'warning'],
    ['a lock held for less than 15 min', heldFor(899), 'warning'],
    ['a lock held for 15 min', heldFor(900), 'critical'],
    ['a stale lock', heldFor(900, {}), 'critical'],
    [
      'an orphaned statement',
      heldFor(900, { active: [session], announced: dead }),
      'critical',
    ],
    [
      'a run of this backend, however long',
      { ...heldFor(9_000), runningSince: noon - 9_000_000 },
      undefined,
    ],
    [
      'a run of another replica',
      heldFor(9_000, { announced: { ...dead, alive: true } }),
      undefined,
    ],
    [
      'a run in a transaction',
      heldFor(9_000, { holders: [session] }),
      undefined,
    ],
    ['a session that works', heldFor(9_000, { active: [session] }), undefined],
    [
      'more than one row',
      ledger({
        lockRows: [
          { index: 1, isLocked: true },
          { index: 2, isLocked: true },
        ],
      }),
      undefined,
    ],
    [
      'a ledger that was never run',
      ledger({ applied: [], lockRows: null }),
      undefined,
    ],
    [
      'a ledger whose files nobody knows',
      { ...heldFor(900), files: null },
      'critical',
    ],
  ])('%s', (_, fact, expected) => {
    expect(severity(migrationsLocked, { ledgers: [fact] })).toBe(expected);
  });

  it('is unknown where the lock was not read', () => {
    const unread = ledger({
      lockRows: null,
      unreadable: { kind: 'permission', sentence: 'The role may not read it.' },
    });
    expect(
      evaluate(migrationsLocked, { ledgers: [unread, heldFor(900)] }),
    ).toEqual({
      unknown: 'knex_migrations was not read. The role may not read it.',
      judgements: [expect.objectContaining({ severity: 'critical' })],
    });
  });

  it('tells for how long, and the line that frees it', () => {
    expect(
      judgements(migrationsLocked, {
        ledgers: [{ ...heldFor(420, {}), schema: 'catalog' }],
      }),
    ).toEqual([
      {
        severity: 'warning',
        object: 'catalog.knex_migrations',
        message:
          'The migration lock of catalog.knex_migrations has been held for at least 7 min and is probably stale: no session that could hold it is seen.',
        evidence: { observed: 420, limit: 300, unit: 's' },
        remedy: {
          text: expect.stringContaining('If you are sure that none is'),
          sql: 'update "catalog"."knex_migrations_lock" set "is_locked" = 0;',
        },
      },
    ]);
  });

  it.each<[string, LedgerFact, string]>([
    [
      'nobody looked for sessions',
      heldFor(0),
      'is held, and it is not known who holds it.',
    ],
    [
      'it was just seen',
      heldFor(0, {}),
      'is held and is probably stale: no session that could hold it is seen.',
    ],
    [
      'sessions of other roles are hidden',
      heldFor(0, { partial: true }),
      'is held and is probably stale: no session that could hold it is seen, though those of other roles are only partly seen.',
    ],
    [
      'its replica is dead',
      heldFor(0, { announced: dead }),
      'is held and is probably stale: the replica that migrated is gone, and no session that could hold it is seen.',
    ],
    [
      'what its replica began still runs',
      heldFor(420, { announced: dead, active: [session] }),
      'has been held for at least 7 min: the replica that migrated is gone, and its statement still runs on the server (session 4711, since 2026-01-01 11:50:00 UTC).',
    ],
  ])('says what is known where %s', (_, fact, words) => {
    expect(judgements(migrationsLocked, { ledgers: [fact] })[0].message).toBe(
      `The migration lock of knex_migrations ${words}`,
    );
  });

  const remedyOn = (engine: Engine, fact: LedgerFact) =>
    judgements(migrationsLocked, {
      ledgers: [fact],
      identity: identity({ engine }),
    })[0].remedy;

  it('ends an orphaned statement before it frees the lock', () => {
    const orphaned = heldFor(420, {
      announced: dead,
      // The first to come is the one that has run for longest.
      active: [{ pid: 1, since: noon }, session],
    });
    expect(remedyOn('postgres', orphaned)).toEqual({
      text: expect.stringMatching(
        /^Wait for the statement to end, or end it with all lines but the last; then free the lock with the last\. A migration/,
      ),
      sql: `select pg_cancel_backend(pid) from pg_stat_activity where pid = 4711 and query_start < to_timestamp(1767268260);
update "knex_migrations_lock" set "is_locked" = 0;`,
    });
    expect(remedyOn('mysql', orphaned).sql).toBe(
      `set @line = coalesce((select concat('kill query ', id) from information_schema.processlist where id = 4711 and command <> 'Sleep' and unix_timestamp() - time < 1767268260), 'do 0');
prepare ending from @line;
execute ending;
update \`knex_migrations_lock\` set \`is_locked\` = 0;`,
    );
  });

  it('warns of the index that a cancelled build leaves', () => {
    const building = heldFor(420, {
      announced: dead,
      active: [
        {
          ...session,
          progress: {
            command: 'CREATE INDEX CONCURRENTLY',
            phase: 'building index',
            done: 1,
            total: 2,
            unit: 'blocks',
          },
        },
      ],
    });
    expect(remedyOn('postgres', building).text).toContain('is left invalid');
  });

  it('says what may be half done, and more of it on MySQL', () => {
    expect(remedyOn('postgres', heldFor(0)).text).toContain(
      'A migration that ran without a transaction may be half applied',
    );
    expect(remedyOn('mysql', heldFor(0)).text).toContain(
      'may be half applied, even one in a transaction',
    );
  });
});
