import type { LedgerFact } from 'backstage-plugin-database-health-node';
import { evaluate, judgements, severity } from './__testUtils__/evaluate';
import { ledger, noon } from './__testUtils__/facts';
import { migrationsLocked } from './migrations-locked';

function heldFor(seconds: number): LedgerFact {
  return ledger({
    lockRows: [{ index: 1, isLocked: true }],
    heldSince: noon - seconds * 1_000,
  });
}

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
    [
      'a run of this backend, however long',
      { ...heldFor(9_000), runningSince: noon - 9_000_000 },
      'info',
    ],
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
        ledgers: [{ ...heldFor(420), schema: 'catalog' }],
      }),
    ).toEqual([
      {
        severity: 'warning',
        object: 'catalog.knex_migrations',
        message:
          'The migration lock of catalog.knex_migrations is held and has been for at least 7 min.',
        evidence: { observed: 420, limit: 300, unit: 's' },
        remedy: {
          text: expect.stringContaining('If you are sure that none is'),
          sql: 'update "catalog"."knex_migrations_lock" set "is_locked" = 0;',
        },
      },
    ]);
    expect(
      judgements(migrationsLocked, { ledgers: [heldFor(0)] })[0].message,
    ).toBe('The migration lock of knex_migrations is held.');
  });

  it('offers no line against a run of this backend', () => {
    const running = ledger({ runningSince: noon - 12_000 });
    expect(judgements(migrationsLocked, { ledgers: [running] })).toEqual([
      {
        severity: 'info',
        object: 'knex_migrations',
        message:
          'Migrations of knex_migrations have been running in this backend for 12 s.',
        evidence: { observed: 12, limit: null, unit: 's' },
        remedy: { text: 'Wait until they have ended.' },
      },
    ]);
  });
});
