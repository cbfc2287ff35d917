import type { Remedy } from 'backstage-plugin-database-health-common';
import type { LedgerFact } from 'backstage-plugin-database-health-node';
import { createCheck, diffLedger } from 'backstage-plugin-database-health-node';
import { judgeEachWithFiles, nameOf } from './ledgers/judgeEach';
import { ledgerTable, literal } from './ledgers/sql';
import { count, isOrAre } from './wording/amounts';
import { someOf } from './wording/list';

/** Files of a ledger that were not applied. */
export const migrationsPending = createCheck({
  id: 'migrations-pending',
  title: 'Pending migrations',
  rationale:
    'The plugin brings a migration that its database does not have yet. Plugins migrate when they start, so one that is still pending minutes later was forgotten, failed, or lost its row; the code then runs on tables that it does not expect.',
  per: 'database',
  needs: ['ledgers', 'environment'],
  limits: { criticalUptimeSeconds: 300 },
  source: 'Ours: a start that migrates takes less than 5 min.',
  remedy:
    'Restart the backend, so that the plugin applies them. Where `skipMigrations` is configured, apply them in the way that replaces it.',
  evaluate({ ledgers, environment }, { limits }) {
    const { migrationsSkipped, uptimeSeconds } = environment;
    const late = uptimeSeconds > limits.criticalUptimeSeconds;
    const lateSeverity = late ? 'critical' : 'warning';
    return judgeEachWithFiles(ledgers, ledger => {
      const { pending } = diffLedger(ledger);
      if (pending.length === 0) {
        return undefined;
      }
      return {
        severity: migrationsSkipped ? 'info' : lateSeverity,
        object: nameOf(ledger),
        message: `${count(pending.length, 'migration')} ${isOrAre(
          pending.length,
        )} pending in ${nameOf(ledger)}${
          migrationsSkipped ? ', where skipMigrations is configured' : ''
        }: ${someOf(pending)}.`,
        evidence: {
          observed: pending.length,
          limit: 0,
          unit: 'migrations',
        },
        remedy: remedyFor(ledger, pending, migrationsSkipped),
      };
    });
  },
});

/**
 * To note a migration as applied that was not would break the plugin, so the
 * line that does so is offered only where this process has seen them applied.
 */
function remedyFor(
  ledger: LedgerFact,
  pending: readonly string[],
  migrationsSkipped: boolean,
): Remedy {
  if (ledger.lastRun?.outcome === 'succeeded') {
    return {
      text: 'All migrations were applied when this backend started, so the rows were taken away since. If the changes are still in the database, put the rows back with the line below. If they were undone, restart the backend: the plugin applies them again.',
      sql: rowsFor(ledger, pending),
    };
  }
  const start = migrationsSkipped
    ? 'Apply them in the way that replaces the plugin’s own migrations'
    : 'Restart the backend: the plugin applies them when it starts';
  const line = latestLine(ledger);
  return { text: line ? `${start}. By hand: \`${line}\`` : `${start}.` };
}

function rowsFor(ledger: LedgerFact, names: readonly string[]): string {
  const rows = names.map(
    name =>
      `(${literal(name)}, ${batchBefore(ledger, name)}, current_timestamp)`,
  );
  return `insert into ${ledgerTable(
    ledger,
  )} ("name", "batch", "migration_time") values ${rows.join(', ')};`;
}

/** Its neighbour's batch, so that a rollback takes both or neither. */
function batchBefore({ files, applied }: LedgerFact, name: string): number {
  const batches = new Map(applied.map(row => [row.name, row.batch]));
  const earlier = (files ?? []).slice(0, files?.indexOf(name));
  const neighbour = earlier.reverse().find(file => batches.has(file));
  return neighbour === undefined ? 1 : batches.get(neighbour)!;
}

/** Knex's own command line cannot name a schema. */
function latestLine({ schema, source, table }: LedgerFact): string | undefined {
  return source?.directory && !schema
    ? `npx knex migrate:latest --migrations-directory ${shellWord(
        source.directory,
      )} --migrations-table-name ${shellWord(
        table,
      )} --client <client> --connection <connection>`
    : undefined;
}

function shellWord(text: string): string {
  return /^[\w./@:-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
