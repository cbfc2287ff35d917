import type { EngineDatabase } from '../../types';
import type { LedgerFact } from '../../../pure/facts';
import { observedLedgers, readLedgerFacts } from '../../facts/ledgers';
import { type LedgerTables, longestNameBytes } from '../../facts/ledgerTables';
import { sqliteDialect } from '../dialect';
import { locateLedgers } from '../ledgers/ledgerPlaces';

/** Each list is JSON. */
interface Row {
  tooLarge: number;
  applied: string | null;
  lockRows: string | null;
}

// Any value may have any type: what is no text is no name, and what no JSON can
// hold is no time. Knex stores epoch milliseconds. Text, as a row that somebody
// mended by hand may have it, is UTC to SQLite where it does not say otherwise.
const applied = `
  select json_group_array(
    json_object(
      'name', name,
      'batch', batch,
      'appliedAtMs', case typeof(migration_time)
        when 'text' then round(unixepoch(migration_time, 'subsec') * 1000)
        when 'blob' then null
        else migration_time
      end
    )
    order by id
  )
  from ledger`;

const lockRows = `
  select json_group_array(
    json_object('index', "index", 'isLocked', json(iif(held, 'true', 'false')))
    order by "index"
  )
  from lock`;

const noLedger =
  '(select 1 as id, 1 as name, 1 as batch, 1 as migration_time where false)';

const noLock = '(select 1 as "index", 1 as is_locked where false)';

const timeBytes = 100;

// No more rows than it takes to see that there are too many are looked at.
const statement = (
  ledger: string | null,
  lock: string | null,
  most: number,
) => `
  with ledger as materialized (
    select
      cast(id as integer) as id,
      iif(octet_length(name) <= ${longestNameBytes}, cast(name as text), '') as name,
      coalesce(octet_length(name), 0) as bytes,
      cast(batch as integer) as batch,
      iif(octet_length(migration_time) <= ${timeBytes}, migration_time, null)
        as migration_time
    from ${ledger ?? noLedger}
    limit ${most + 1}
  ),
  lock as materialized (
    -- Knex takes the lock with "where is_locked = 0": null holds it, too.
    select cast("index" as integer) as "index", is_locked is not 0 as held
    from ${lock ?? noLock}
    limit ${most + 1}
  ),
  sizes as materialized (
    select
      (select count(*) from ledger) > ${most}
        or (select count(*) from lock) > ${most}
        or coalesce((select max(bytes) from ledger), 0) > ${longestNameBytes}
        as tooLarge
  )
  select
    tooLarge,
    iif(tooLarge, null, (${applied})) as applied,
    iif(tooLarge, null, (${lockRows})) as lockRows
  from sizes`;

const tables: LedgerTables = {
  locate: locateLedgers,

  async readRows(query, place, _observation, most) {
    const { schema, table, exists, lockExists } = place;
    const ledger = sqliteDialect.identifier(schema, table);
    const lock = sqliteDialect.identifier(schema, `${table}_lock`);
    const [row] = await query<Row>(
      statement(exists ? ledger : null, lockExists ? lock : null, most),
    );
    if (row.tooLarge) {
      return 'too-large';
    }
    return {
      applied: JSON.parse(row.applied ?? '[]'),
      lockRows: lockExists ? JSON.parse(row.lockRows ?? '[]') : null,
    };
  },
};

export function readLedgers(
  db: EngineDatabase,
): Promise<readonly LedgerFact[]> {
  return readLedgerFacts(db, observedLedgers(db), tables);
}
