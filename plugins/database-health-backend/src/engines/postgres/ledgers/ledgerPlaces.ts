import type { Observation } from '../../../observation/types';
import type { Query } from 'backstage-plugin-database-health-node';
import {
  type FoundLedgerPlace,
  type LedgerPlaces,
  mostLedgerTables,
  type NamedLedger,
} from '../../facts/ledgerTables';
import { exclusivelyLocked } from '../session/exclusive';
import { defaultSchema } from '../session/openDatabase';
import {
  hasColumns,
  isPlain,
  ledgerColumns,
  lockColumns,
  roles,
} from './ledgerTrust';

interface PlaceRow extends FoundLedgerPlace {
  /** From 1 in the order of the named ledgers; `null` for one that was found. */
  readonly position: number | null;
}

const isTrusted = (role: string) => `${role} in (select role from trusted)`;

const isAuthority = (role: string) =>
  `${role} in (select role from authorities)`;

// Catalogs only, so it waits for no table's lock and needs no privilege. Knex
// looks for a ledger without a schema in the first schema of the search path.
// The server cuts a name that is too long for it, also where it only looks for
// one: so does the cast to `name`. Columns are looked at last, as each look is
// one at an index.
//
// A table that was found, and that is not to be trusted, is a ledger only where
// somebody put it who may put it there: anybody else could fill the page with
// such tables. Whoever owns the schema of a ledger that the plugin itself uses
// could replace the ledger after this look, but is obeyed by the plugin's own
// queries, too.
const places = `
  with recursive ${roles},
  exclusive as materialized (${exclusivelyLocked}),
  relations as materialized (
    select
      c.oid,
      n.nspname as schema,
      n.nspowner as schema_owner,
      c.relname as name,
      c.relowner as owner,
      c.relkind as kind,
      c.relrowsecurity as policed,
      e.relation is not null as blocked
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join exclusive e on e.relation = c.oid
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      and n.nspname <> 'information_schema'
      and left(n.nspname, 3) <> 'pg_'
  ),
  named as (
    select w.position, w.schema, w.name, ledger, lock
    from (
      select
        coalesce(schema, $4::text) as schema,
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
    select ledger, lock
    from relations ledger
    join relations lock
      on lock.schema = ledger.schema and lock.name = (ledger.name || '_lock')::name
    where ledger.kind in ('r', 'p') and lock.kind in ('r', 'p')
  ),
  found as (
    select
      null::bigint as position,
      (ledger).schema::text,
      (ledger).name::text,
      ledger,
      lock
    from pairs
    where ($3::text is null or (ledger).schema = $3)
      and (ledger).oid not in (
        select (ledger).oid from named where (ledger).oid is not null
      )
      and (
        ${isAuthority('(ledger).owner')}
        or (ledger).owner = (ledger).schema_owner and (ledger).schema = $4
        or ${isTrusted('(ledger).owner')}
          and (
            ${isTrusted('(ledger).schema_owner')}
            or ${isAuthority('(ledger).schema_owner')}
          )
      )
      and ${hasColumns('(ledger).oid', ledgerColumns)}
      and ${hasColumns('(lock).oid', lockColumns)}
  ),
  places as materialized (
    select * from named union all select * from found
  )
  select
    position::int,
    schema,
    name as table,
    (ledger).oid is not null as exists,
    (lock).oid is not null as "lockExists",
    coalesce((ledger).blocked, false) or coalesce((lock).blocked, false) as blocked,
    case
      when (ledger).oid is not null and not ${isTrusted('(ledger).owner')}
        or (lock).oid is not null and not ${isTrusted('(lock).owner')}
        then 'owner'
      when (ledger).oid is not null and not ${isPlain(
        '(ledger)',
        ledgerColumns,
      )}
        or (lock).oid is not null and not ${isPlain('(lock)', lockColumns)}
        then 'form'
    end as distrust,
    schema is not distinct from $4 as "inDefaultSchema"
  from places
  order by position, name, schema
  limit ${mostLedgerTables}`;

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
    defaultSchema,
  ]);
  return {
    named: rows.filter(({ position }) => position !== null),
    found: rows.filter(({ position }) => position === null),
  };
}
