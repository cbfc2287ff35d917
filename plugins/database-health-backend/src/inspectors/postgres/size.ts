import type {
  ObservedDatabase,
  Size,
} from 'backstage-plugin-database-health-node';

interface Row {
  /** PostgreSQL's `numeric` and `bigint` come as text. */
  bytes: string;
  approximate: boolean;
  tables: number;
}

const databaseSize = `
  select
    pg_database_size(current_database()) as bytes,
    false as approximate,
    (
      select count(*)::int
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p')
        and n.nspname <> 'information_schema'
        and left(n.nspname, 3) <> 'pg_'
    ) as tables`;

// pg_relation_size waits for a relation that is locked ACCESS EXCLUSIVE, or
// for which such a lock is queued. Of those relations the size is that of the
// last vacuum or analyze. The functions that sum a table up would also wait for
// its indexes and its TOAST, so each relation is measured by itself.
const schemaSize = `
  with exclusive as materialized (
    select relation
    from pg_locks
    where locktype = 'relation' and mode = 'AccessExclusiveLock'
      and database = (select oid from pg_database where datname = current_database())
  ),
  own as (
    select c.oid, c.reltoastrelid, c.relkind
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1
  ),
  relations as (
    select oid from own
    union
    select reltoastrelid from own where reltoastrelid <> 0
    union
    select i.indexrelid from own join pg_index i on i.indrelid = own.reltoastrelid
  ),
  sizes as (
    select
      e.relation is not null as approximate,
      case
        when e.relation is not null
          then c.relpages::bigint * current_setting('block_size')::bigint
        else pg_relation_size(c.oid, 'main')
          + pg_relation_size(c.oid, 'fsm')
          + pg_relation_size(c.oid, 'vm')
          + pg_relation_size(c.oid, 'init')
      end as bytes
    from relations
    join pg_class c using (oid)
    left join (select distinct relation from exclusive) e on e.relation = c.oid
    where c.relkind in ('r', 'm', 'i', 'S', 't')
  )
  select
    coalesce(sum(bytes), 0) as bytes,
    coalesce(bool_or(approximate), false) as approximate,
    (select count(*)::int from own where relkind in ('r', 'p')) as tables
  from sizes`;

/**
 * In database mode the size of the whole database, system catalogs included;
 * in schema mode that of the schema's relations with their indexes and TOAST.
 *
 * @internal
 */
export async function readSize(db: ObservedDatabase): Promise<Size> {
  const { schema } = db.observation.configured;
  const [row] = await db.read(query =>
    schema === undefined
      ? query<Row>(databaseSize)
      : query<Row>(schemaSize, [schema]),
  );
  return {
    bytes: Number(row.bytes),
    approximate: row.approximate,
    tables: row.tables,
  };
}
