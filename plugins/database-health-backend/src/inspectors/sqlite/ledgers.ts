import type {
  LedgerFact,
  ObservedDatabase,
} from 'backstage-plugin-database-health-node';
import { quoteIdentifier } from '../identifiers';
import { observedLedgers, readLedgerFacts } from '../ledgers';
import type { LedgerRows, LedgerTables } from '../ledgerTables';

// Knex stores epoch milliseconds. Text, as a row that somebody mended by hand
// may have it, is UTC to SQLite where it does not say otherwise.
const appliedAtMs = `
  case typeof(migration_time)
    when 'text' then round(unixepoch(migration_time, 'subsec') * 1000)
    else migration_time
  end as appliedAtMs`;

const tables: LedgerTables = {
  async locate(query, ledgers) {
    const found = await query<{ schema: string; name: string }>(
      'select schema, name from pragma_table_list',
    );
    const has = (schema: string, name: string) =>
      found.some(table => table.schema === schema && table.name === name);
    return ledgers.map(({ schema = 'main', table }) => ({
      schema,
      table,
      exists: has(schema, table),
      lockExists: has(schema, `${table}_lock`),
      blocked: false,
    }));
  },

  async readRows(query, { schema, table, exists, lockExists }) {
    const ledger = quoteIdentifier(schema, table);
    const lock = quoteIdentifier(schema, `${table}_lock`);
    const applied = exists
      ? await query<LedgerRows['applied'][number]>(
          `select name, batch, ${appliedAtMs} from ${ledger} order by id`,
        )
      : [];
    // Knex takes the lock with `where is_locked = 0`: null holds it, too.
    const lockRows = lockExists
      ? await query<{ index: number; isLocked: number }>(
          `select "index", is_locked is not 0 as isLocked from ${lock} order by "index"`,
        )
      : null;
    return {
      applied,
      lockRows:
        lockRows?.map(({ index, isLocked }) => ({
          index,
          isLocked: isLocked === 1,
        })) ?? null,
    };
  },
};

/** @internal */
export function readLedgers(
  db: ObservedDatabase,
): Promise<readonly LedgerFact[]> {
  return readLedgerFacts(db, observedLedgers(db), tables);
}
