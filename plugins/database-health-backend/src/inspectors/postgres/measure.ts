import type {
  IndexFact,
  ObservedDatabase,
  TableFact,
} from 'backstage-plugin-database-health-node';
import { largestIndexes, largestTables } from './largest';

/** As the server tells: what it does not know is `null`. */
export type Nullable<T> = { [K in keyof T]: T[K] | null };

/**
 * All that one statement tells of the relations of a plugin database.
 *
 * @internal
 */
export interface Measured {
  readonly tables: readonly Nullable<TableFact>[];
  readonly indexes: readonly Nullable<IndexFact>[];
  /** All relations together, sequences too, not only the largest. */
  readonly totalBytes: number;
  readonly approximate: boolean;
  /** Ordinary tables, partitioned ones, and each partition. */
  readonly tableCount: number;
  /** Relations that the server has opened for this connection. */
  readonly opened: number;
}

/** `last_idx_scan` came with PostgreSQL 16. */
const lastUseSince = 160_000;

/** A connection may keep the descriptions of so many, about 40 MB (ours). */
const mostOpened = 10_000;

// pg_relation_size waits for a relation that is locked ACCESS EXCLUSIVE, or
// for which such a lock is queued. Of those relations the size is that of the
// last vacuum or analyze. The functions that sum a table up would also wait for
// its indexes and its TOAST, so each relation is measured by itself.
//
// What the catalogs say of the number of rows here is far off for a plugin's
// own relations, so nothing joins two of these lists: a nested loop would take
// a time that grows with the square of the relations.
const measured = (knowsLastUse: boolean) => `
  with exclusive as materialized (
    select relation
    from pg_locks
    where locktype = 'relation' and mode = 'AccessExclusiveLock'
      and database = (select oid from pg_database where datname = current_database())
  ),
  own as materialized (
    select
      c.oid,
      n.nspname::text as schema,
      c.relkind as kind,
      c.reltoastrelid as toast,
      case when c.relispartition then coalesce(
        (
          select root.oid
          from pg_class root
          where root.oid = pg_partition_root(c.oid)
            and ($1::text is null or root.relnamespace = c.relnamespace)
        ),
        c.oid
      ) else c.oid end as root
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm', 'S')
      and n.nspname <> 'information_schema'
      and left(n.nspname, 3) <> 'pg_'
      and ($1::text is null or n.nspname = $1)
  ),
  files as (
    select
      oid, oid as owner, root, schema,
      case kind when 'S' then 'sequence' else 'heap' end as part,
      false as is_unique, true as is_valid
    from own
    union all
    select toast, oid, root, schema, 'toast', false, true
    from own where toast <> 0
    union all
    select i.indexrelid, own.oid, own.root, own.schema, 'toast', false, true
    from own join pg_index i on i.indrelid = own.toast
    union all
    select
      i.indexrelid, own.oid, own.root, own.schema, 'index',
      i.indisunique, i.indisvalid and i.indisready
    from own join pg_index i on i.indrelid = own.oid
  ),
  located as materialized (
    select
      files.*,
      c.relname::text as name,
      c.relkind as kind,
      c.relpersistence = 'u' as unlogged,
      c.relpages * current_setting('block_size')::bigint as known_bytes,
      -- Of an analyzed partitioned table it is the sum of its partitions.
      case c.relkind when 'p' then 0 else c.reltuples end as rows,
      c.relispartition and files.root <> files.owner as is_part,
      files.oid in (select relation from exclusive) as approximate
    from files join pg_class c using (oid)
  ),
  relations as materialized (
    select
      oid, root, schema, part, name, kind, rows, is_part, is_unique, is_valid,
      approximate and kind not in ('p', 'I', 'S') as approximate,
      case
        when kind in ('p', 'I') then 0
        when kind = 'S' then
          current_setting('block_size')::bigint * case when unlogged then 2 else 1 end
        when approximate then known_bytes
        else pg_relation_size(oid, 'main')
          + pg_relation_size(oid, 'fsm')
          + case when kind = 'i' then 0 else pg_relation_size(oid, 'vm') end
          + case when unlogged then pg_relation_size(oid, 'init') else 0 end
      end as bytes
    from located
  ),
  ${largestTables},
  ${largestIndexes(knowsLastUse)}
  select
    (select coalesce(sum(bytes), 0)::float8 from relations) as "totalBytes",
    (select coalesce(bool_or(approximate), false) from relations) as approximate,
    (select count(*)::int from own where kind in ('r', 'p')) as "tableCount",
    (select count(*)::int from relations where kind in ('r', 'm', 't', 'i')) as opened,
    (select coalesce(json_agg(t), '[]') from table_facts t) as tables,
    (select coalesce(json_agg(i), '[]') from index_facts i) as indexes`;

const measurements = new WeakMap<ObservedDatabase, Promise<Measured>>();

/**
 * Measures all relations of a plugin database with one statement, once per
 * survey: in schema mode the size is their sum.
 *
 * @internal
 */
export function measure(db: ObservedDatabase): Promise<Measured> {
  const known = measurements.get(db);
  if (known) {
    return known;
  }
  const { schema = null } = db.observation.configured;
  const reading = db.read(async query => {
    const [{ version }] = await query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    const knowsLastUse = version >= lastUseSince;
    const [row] = await query<Measured>(measured(knowsLastUse), [schema]);
    if (row.opened > mostOpened) {
      db.retire?.('The server keeps what it opened for this connection');
    }
    return row;
  });
  measurements.set(db, reading);
  return reading;
}
