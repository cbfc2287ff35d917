import type {
  LedgerFact,
  ObservedDatabase,
} from 'backstage-plugin-database-health-node';
import { quoteIdentifier } from '../identifiers';
import { observedLedgers, readLedgerFacts } from '../ledgers';
import type { LedgerRows, LedgerTables } from '../ledgerTables';

// Catalogs only, so it waits for no table's lock and needs no privilege. Knex
// looks for a ledger without a schema in the first schema of the search path.
const places = `
  with exclusive as materialized (
    select distinct relation
    from pg_locks
    where locktype = 'relation' and mode = 'AccessExclusiveLock'
      and database = (select oid from pg_database where datname = current_database())
  ),
  wanted as (
    select coalesce(schema, current_schema()) as schema, name, position
    from unnest($1::text[], $2::text[]) with ordinality as w (schema, name, position)
  ),
  relations as (
    select n.nspname as schema, c.relname as name, e.relation is not null as blocked
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join exclusive e on e.relation = c.oid
    where c.relkind in ('r', 'p', 'v', 'f')
  )
  select
    w.schema,
    w.name as table,
    ledger.name is not null as exists,
    lock.name is not null as "lockExists",
    coalesce(ledger.blocked, false) or coalesce(lock.blocked, false) as blocked
  from wanted w
  left join relations ledger on ledger.schema = w.schema and ledger.name = w.name
  left join relations lock on lock.schema = w.schema and lock.name = w.name || '_lock'
  order by w.position`;

const applied = `
  select coalesce(
    json_agg(
      json_build_object(
        'name', name,
        'batch', batch,
        'appliedAtMs', extract(epoch from migration_time) * 1000
      )
      order by id
    ),
    '[]'
  )`;

// Knex takes the lock with `where is_locked = 0`: null holds it, too.
const lockRows = `
  select coalesce(
    json_agg(
      json_build_object('index', index, 'isLocked', is_locked is distinct from 0)
      order by index
    ),
    '[]'
  )`;

const tables: LedgerTables = {
  async locate(query, ledgers) {
    return query(places, [
      ledgers.map(ledger => ledger.schema ?? null),
      ledgers.map(ledger => ledger.table),
    ]);
  },

  async readRows(query, { schema, table, exists, lockExists }) {
    const ledger = quoteIdentifier(schema, table);
    const lock = quoteIdentifier(schema, `${table}_lock`);
    const [row] = await query<LedgerRows>(`
      select
        ${exists ? `(${applied} from ${ledger})` : `'[]'::json`} as applied,
        ${lockExists ? `(${lockRows} from ${lock})` : 'null'} as "lockRows"`);
    return row;
  },
};

/** @internal */
export function readLedgers(
  db: ObservedDatabase,
): Promise<readonly LedgerFact[]> {
  return readLedgerFacts(db, observedLedgers(db), tables);
}
