import type { EngineDatabase } from '../../types';
import type { LedgerFact } from 'backstage-plugin-database-health-node';
import { sqlIdentifier } from '../../../pure/sqlIdentifier';
import { observedLedgers, readLedgerFacts } from '../../facts/ledgers';
import type { LedgerTables } from '../../facts/ledgerTables';
import { locateLedgers } from '../ledgers/ledgerPlaces';

/** Each column is JSON. */
interface Row {
  applied: string;
  lockRows: string | null;
}

// Knex stores epoch milliseconds. Text, as a row that somebody mended by hand
// may have it, is UTC to SQLite where it does not say otherwise.
const applied = `
  select json_group_array(
    json_object(
      'name', name,
      'batch', batch,
      'appliedAtMs', case typeof(migration_time)
        when 'text' then round(unixepoch(migration_time, 'subsec') * 1000)
        else migration_time
      end
    )
    order by id
  )`;

// Knex takes the lock with `where is_locked = 0`: null holds it, too.
const lockRows = `
  select json_group_array(
    json_object(
      'index', "index",
      'isLocked', json(iif(is_locked is not 0, 'true', 'false'))
    )
    order by "index"
  )`;

const tables: LedgerTables = {
  locate: locateLedgers,

  async readRows(query, { schema, table, exists, lockExists }) {
    const ledger = sqlIdentifier('sqlite', schema, table);
    const lock = sqlIdentifier('sqlite', schema, `${table}_lock`);
    const [row] = await query<Row>(`
      select
        ${exists ? `(${applied} from ${ledger})` : `'[]'`} as applied,
        ${lockExists ? `(${lockRows} from ${lock})` : 'null'} as lockRows`);
    return {
      applied: JSON.parse(row.applied),
      lockRows: row.lockRows === null ? null : JSON.parse(row.lockRows),
    };
  },
};

export function readLedgers(
  db: EngineDatabase,
): Promise<readonly LedgerFact[]> {
  return readLedgerFacts(db, observedLedgers(db), tables);
}
