import type { EngineDatabase } from '../../types';
import type { Neighbours } from '../../../pure/facts';
import { pluginNamePrefix } from '../../../observation/types';
import {
  databasePrefix,
  mostNeighbours,
  type NeighbourRow,
  toNeighbours,
} from '../../facts/neighbours';

// Backstage names the sessions of a plugin after it, unless the configuration gives
// one name to all of them. A database or schema that has one is measured by the
// survey of whoever opened it; to measure it here, too, would cost a survey of each
// database the size of all of them.
const databases = `
  select
    name,
    in_use as "inUse",
    case
      when not in_use and has_database_privilege(oid, 'connect')
        then pg_database_size(oid)
    end as bytes
  from (
    select
      oid,
      datname as name,
      oid in (
        select datid
        from pg_stat_activity
        where datid is not null
          and (
            starts_with(application_name, '${pluginNamePrefix}')
            or application_name = nullif(current_setting('application_name'), '')
          )
      ) as in_use
    from pg_database
    where not datistemplate
      and left(datname, length($1)) = $1
      and length(datname) > length($1)
  ) named
  order by name
  limit ${mostNeighbours}`;

// Where schemas are named after the plugin alone, only one that holds a table
// with a lock table beside it, as Knex makes them, is taken for a plugin's.
// Bytes are those of the last vacuum or analyze: nothing is opened. None are known
// where that never came.
const schemas = `
  with ledgers as (
    select ledger.relnamespace as schema
    from pg_class ledger
    join pg_class lock
      on lock.relnamespace = ledger.relnamespace
      and lock.relname = (ledger.relname || '_lock')::name
    where ledger.relkind = 'r' and lock.relkind = 'r'
  ),
  named as materialized (
    select
      n.oid,
      n.nspname as name,
      left('${pluginNamePrefix}' || substr(n.nspname, length($1) + 1), 63) in (
        select application_name
        from pg_stat_activity
        where datname = current_database()
      ) as in_use
    from pg_namespace n
    where left(n.nspname, length($1)) = $1
      and length(n.nspname) > length($1)
      and left(n.nspname, 3) <> 'pg_'
      and n.nspname not in ('information_schema', 'public')
      and ($1 <> '' or n.oid in (select schema from ledgers))
    order by n.nspname
    limit ${mostNeighbours}
  ),
  own as (
    select c.oid, c.reltoastrelid as toast, c.relnamespace as schema, c.relpages as pages
    from pg_class c
    where c.relnamespace in (select oid from named where not in_use)
      and c.relkind in ('r', 'm', 'i', 'S')
  ),
  files as (
    select schema, pages from own
    union all
    select own.schema, toast.relpages
    from own join pg_class toast on toast.oid = own.toast
    where own.toast <> 0
  ),
  sizes as (
    select schema, sum(pages) * current_setting('block_size')::bigint as bytes
    from files
    group by schema
  )
  select
    named.name,
    named.in_use as "inUse",
    case when not named.in_use then nullif(sizes.bytes, 0) end as bytes
  from named left join sizes on sizes.schema = named.oid
  order by named.name`;

/**
 * The databases of the server that are named as those of plugins; in schema
 * mode the schemas of the database.
 */
export async function readNeighbours(db: EngineDatabase): Promise<Neighbours> {
  const { configured } = db.observation;
  const { engine } = configured;
  if (configured.schema !== undefined) {
    const prefix = configured.namePrefix ?? '';
    const rows = await db.read(query => query<NeighbourRow>(schemas, [prefix]));
    return { engine, databases: [], schemas: toNeighbours(rows, prefix) };
  }
  const prefix = databasePrefix(db.observation);
  const rows = await db.read(query => query<NeighbourRow>(databases, [prefix]));
  return { engine, databases: toNeighbours(rows, prefix), schemas: [] };
}
