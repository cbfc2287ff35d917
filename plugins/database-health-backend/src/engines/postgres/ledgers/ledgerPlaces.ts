import type { Observation } from '../../../observation/types';
import type { Query } from 'backstage-plugin-database-health-node';
import type {
  FoundLedgerPlace,
  LedgerPlaces,
  NamedLedger,
} from '../../facts/ledgerTables';
import { exclusivelyLocked } from '../session/exclusive';

interface PlaceRow extends FoundLedgerPlace {
  /** From 1 in the order of the named ledgers; `null` for one that was found. */
  readonly position: number | null;
}

// Catalogs only, so it waits for no table's lock and needs no privilege. Knex
// looks for a ledger without a schema in the first schema of the search path.
// The server cuts a name that is too long for it, also where it only looks for
// one: so does the cast to `name`. Columns are looked at last, as each look is
// one at an index.
const places = `
  with exclusive as materialized (${exclusivelyLocked}),
  relations as materialized (
    select
      c.oid,
      n.nspname as schema,
      c.relname as name,
      c.relkind in ('r', 'p') as stored,
      e.relation is not null as blocked
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join exclusive e on e.relation = c.oid
    where c.relkind in ('r', 'p', 'v', 'f')
      and n.nspname <> 'information_schema'
      and left(n.nspname, 3) <> 'pg_'
  ),
  named as (
    select
      w.position,
      w.schema,
      w.name,
      ledger.oid,
      lock.oid as lock_oid,
      coalesce(ledger.blocked, false) or coalesce(lock.blocked, false) as blocked
    from (
      select
        coalesce(schema, current_schema()) as schema,
        name,
        position
      from unnest($1::text[], $2::text[]) with ordinality as w (schema, name, position)
    ) w
    left join relations ledger
      on ledger.schema = w.schema::name and ledger.name = w.name::name
    left join relations lock
      on lock.schema = w.schema::name and lock.name = (w.name || '_lock')::name
  ),
  pairs as materialized (
    select
      ledger.schema,
      ledger.name,
      ledger.oid,
      lock.oid as lock_oid,
      ledger.blocked or lock.blocked as blocked
    from relations ledger
    join relations lock
      on lock.schema = ledger.schema and lock.name = (ledger.name || '_lock')::name
    where ledger.stored and lock.stored
  ),
  found as (
    select null::bigint as position, *
    from pairs
    where ($3::text is null or schema = $3)
      and oid not in (select oid from named where oid is not null)
      and (
        select count(*)
        from pg_attribute
        where attrelid = oid
          and attname in ('id', 'name', 'batch', 'migration_time')
      ) = 4
      and (
        select count(*)
        from pg_attribute
        where attrelid = lock_oid and attname in ('index', 'is_locked')
      ) = 2
  )
  select
    position::int,
    schema,
    name as table,
    oid is not null as exists,
    lock_oid is not null as "lockExists",
    blocked,
    schema is not distinct from current_schema() as "inDefaultSchema"
  from (select * from named union all select * from found) places
  order by position`;

/**
 * All ledgers of the database, in schema mode those of the plugin's schema,
 * besides those that were named, which may lie anywhere.
 */
export async function locateLedgers(
  query: Query,
  ledgers: readonly NamedLedger[],
  { configured }: Observation,
): Promise<LedgerPlaces> {
  const rows = await query<PlaceRow>(places, [
    ledgers.map(ledger => ledger.schema ?? null),
    ledgers.map(ledger => ledger.table),
    configured.schema ?? null,
  ]);
  return {
    named: rows.filter(({ position }) => position !== null),
    found: rows.filter(({ position }) => position === null),
  };
}
