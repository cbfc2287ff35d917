import type { LedgerFact } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { identity, ledger, noon } from '../__testUtils__/facts';
import { migrationsLockMalformed } from './migrations-lock-malformed';

function withLocks(...locked: boolean[]): LedgerFact {
  return ledger({
    lockRows: locked.map((isLocked, i) => ({ index: i + 1, isLocked })),
  });
}

describe('migrations-lock-malformed', () => {
  it.each<[string, LedgerFact, string | undefined]>([
    ['one free row', withLocks(false), undefined],
    ['one taken row', withLocks(true), undefined],
    ['no row, which Knex makes good', withLocks(), 'warning'],
    ['two free rows', withLocks(false, false), 'critical'],
    ['a free and a taken row', withLocks(false, true), 'critical'],
    ['three taken rows', withLocks(true, true, true), 'critical'],
    ['no table, with rows in the ledger', ledger({ lockRows: null }), 'info'],
    [
      'a ledger that was never run',
      ledger({ applied: [], lockRows: null }),
      undefined,
    ],
    [
      'a ledger whose files nobody knows',
      { ...withLocks(false, false), files: null },
      'critical',
    ],
    [
      'a first run, which makes the table before its row',
      { ...withLocks(), runningSince: noon },
      undefined,
    ],
    [
      'a first run, which makes the ledger before the table of its lock',
      ledger({ lockRows: null, runningSince: noon }),
      undefined,
    ],
    [
      'two rows, though somebody migrates',
      { ...withLocks(false, false), runningSince: noon },
      'critical',
    ],
  ])('%s', (_, fact, expected) => {
    expect(severity(migrationsLockMalformed, { ledgers: [fact] })).toBe(
      expected,
    );
  });

  it('is unknown where the lock was not read', () => {
    expect(
      evaluate(migrationsLockMalformed, {
        ledgers: [
          ledger({
            lockRows: null,
            unreadable: { kind: 'locked', sentence: 'It is locked.' },
          }),
        ],
      }),
    ).toEqual({
      unknown: 'knex_migrations was not read. It is locked.',
      judgements: [],
    });
  });

  it('has one line for either kind', () => {
    const sqlFor = (fact: LedgerFact) =>
      judgements(migrationsLockMalformed, {
        ledgers: [{ ...fact, schema: 'catalog' }],
      })[0].remedy.sql;
    expect(sqlFor(withLocks())).toBe(
      'insert into "catalog"."knex_migrations_lock" ("is_locked") select 0 from (select 1 as one) as one where not exists (select 1 from "catalog"."knex_migrations_lock");',
    );
    expect(sqlFor(withLocks(false, true))).toBe(
      'delete from "catalog"."knex_migrations_lock" where "index" <> (select kept from (select "index" as kept from "catalog"."knex_migrations_lock" order by case "is_locked" when 0 then 0 else 1 end, "index" limit 1) as one);',
    );
  });

  it('quotes as MySQL does', () => {
    const sqlFor = (fact: LedgerFact) =>
      judgements(migrationsLockMalformed, {
        ledgers: [fact],
        identity: identity({ engine: 'mysql' }),
      })[0].remedy.sql;
    expect(sqlFor(withLocks())).toBe(
      'insert into `knex_migrations_lock` (`is_locked`) select 0 from (select 1 as one) as one where not exists (select 1 from `knex_migrations_lock`);',
    );
    expect(sqlFor(withLocks(false, true))).toBe(
      'delete from `knex_migrations_lock` where `index` <> (select kept from (select `index` as kept from `knex_migrations_lock` order by case `is_locked` when 0 then 0 else 1 end, `index` limit 1) as one);',
    );
  });

  it('counts the rows', () => {
    expect(
      judgements(migrationsLockMalformed, {
        ledgers: [withLocks(false, false)],
      }),
    ).toMatchObject([
      {
        object: 'knex_migrations',
        message:
          'The lock table of knex_migrations has 2 rows, so Knex cannot take the lock and the next start of the plugin fails.',
        evidence: { observed: 2, limit: 1, unit: 'rows' },
      },
    ]);
  });
});
