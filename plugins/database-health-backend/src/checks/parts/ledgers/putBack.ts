import type { Engine } from 'backstage-plugin-database-health-common';
import type { JudgedRemedy } from 'backstage-plugin-database-health-node';
import type { Identity, LedgerFact } from '../../../pure/facts';
import { sqlOf } from '../wording/sql';

/**
 * Puts rows back that were taken away. To note a migration as applied that was
 * not would break the plugin, so there is such a remedy only where this process
 * has seen all of them applied.
 */
export function putBack(
  ledger: LedgerFact,
  names: readonly string[],
  { engine }: Identity,
): JudgedRemedy | undefined {
  if (ledger.lastRun?.outcome !== 'succeeded') {
    return undefined;
  }
  return {
    text: 'All migrations were applied when this backend started, so the rows have been deleted since. If the changes are still in the database, put the rows back with the line below. If they were undone, restart the backend: the plugin applies them again.',
    sql: rowsOf(ledger, names, engine),
  };
}

/** The line that notes migrations as applied. */
export function rowsOf(
  ledger: LedgerFact,
  names: readonly string[],
  engine: Engine,
): string {
  const { identifier, literal, ledgerTable } = sqlOf(engine);
  const columns = ['name', 'batch', 'migration_time'].map(identifier);
  const rows = names.map(
    name =>
      `(${literal(name)}, ${batchBefore(ledger, name)}, current_timestamp)`,
  );
  return `insert into ${ledgerTable(ledger)} (${columns.join(
    ', ',
  )}) values ${rows.join(', ')};`;
}

/** Its neighbour's batch, so that a rollback takes both or neither. */
function batchBefore({ files, applied }: LedgerFact, name: string): number {
  const batches = new Map(applied.map(row => [row.name, row.batch]));
  const earlier = (files ?? []).slice(0, files?.indexOf(name));
  const neighbour = earlier.reverse().find(file => batches.has(file));
  return neighbour === undefined ? 1 : batches.get(neighbour)!;
}
