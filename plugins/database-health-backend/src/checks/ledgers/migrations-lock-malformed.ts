import type { Judgement } from 'backstage-plugin-database-health-node';
import type { Identity, LedgerFact } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { ledgerKey, lockState } from '../../pure/ledger';
import { judgeEach } from '../parts/ledgers/judgeEach';
import { sqlOf } from '../parts/wording/sql';

/** A lock table that does not have exactly one row. */
export const migrationsLockMalformed = createCheck({
  id: 'migrations-lock-malformed',
  title: 'Malformed migration lock',
  rationale:
    'The lock table of a ledger must have exactly one row: Knex takes the lock by changing it and counts what it changed. With two free rows it changes two, believes that the lock is taken, and no start of the plugin succeeds any more.',
  per: 'database',
  needs: ['ledgers', 'identity'],
  limits: {},
  source:
    'Tried with Knex 3: with two free rows every run fails; a missing row or lock table is added by the next run.',
  remedy:
    'Make sure that no process is migrating, then run the line that the finding offers; `knex migrate:unlock` leaves one free row too.',
  evaluate({ ledgers, identity }) {
    return judgeEach(ledgers, ledger => {
      const { lockRows, applied } = ledger;
      // The first run makes the table, then its row.
      if (lockState(ledger) === 'running') {
        return undefined;
      }
      if (lockRows === null) {
        return applied.length > 0 ? withoutTable(ledger) : undefined;
      }
      if (lockRows.length === 0) {
        return withoutRow(ledger, identity);
      }
      return lockRows.length > 1
        ? withRows(ledger, lockRows, identity)
        : undefined;
    });
  },
});

function withRows(
  ledger: LedgerFact,
  lockRows: NonNullable<LedgerFact['lockRows']>,
  { engine }: Identity,
): Judgement {
  const { identifier, lockTable } = sqlOf(engine);
  const table = lockTable(ledger);
  const index = identifier('index');
  const isLocked = identifier('is_locked');
  return {
    severity: 'critical',
    object: ledgerKey(ledger),
    message: `The lock table of ${ledgerKey(ledger)} has ${
      lockRows.length
    } rows, so Knex cannot take the lock and the next start of the plugin fails.`,
    evidence: { observed: lockRows.length, limit: 1, unit: 'rows' },
    remedy: {
      text: 'Make sure that no process is migrating and make a backup first, then delete all rows of the lock table but one with the line below. It keeps a free row if there is one.',
      // MySQL takes a row of the same table only from a table made of it.
      sql: `delete from ${table} where ${index} <> (select kept from (select ${index} as kept from ${table} order by case ${isLocked} when 0 then 0 else 1 end, ${index} limit 1) as one);`,
    },
  };
}

function withoutRow(ledger: LedgerFact, { engine }: Identity): Judgement {
  const { identifier, lockTable } = sqlOf(engine);
  const table = lockTable(ledger);
  return {
    severity: 'warning',
    object: ledgerKey(ledger),
    message: `The lock table of ${ledgerKey(
      ledger,
    )} has no row; two replicas that start at once may both add one, and then neither can migrate.`,
    evidence: { observed: 0, limit: 1, unit: 'rows' },
    remedy: {
      text: 'Add the row with the line below, or start one replica alone: Knex adds it. The line does nothing if there is a row by now.',
      sql: `insert into ${table} (${identifier(
        'is_locked',
      )}) select 0 from (select 1 as one) as one where not exists (select 1 from ${table});`,
    },
  };
}

function withoutTable(ledger: LedgerFact): Judgement {
  return {
    severity: 'info',
    object: ledgerKey(ledger),
    message: `${ledgerKey(
      ledger,
    )} has no lock table; Knex creates it at the next run.`,
    evidence: { observed: 0, limit: 1, unit: 'lock tables' },
    remedy: {
      text: 'Nothing needs to be done, if the role of the plugin may create tables.',
    },
  };
}
