import { exclusivelyLocked } from '../session/exclusive';

const page = `current_setting('block_size')::int`;

/** Files that a relation has on disk. */
const files = (oid: string, ...forks: readonly string[]) =>
  forks.map(fork => `pg_relation_size(${oid}, '${fork}')`).join(' + ');

const initial = (oid: string) =>
  `case when unlogged then ${files(oid, 'init')} else 0 end`;

const knownBytes = (oid: string) =>
  `(select relpages::bigint from pg_class where pg_class.oid = ${oid}) * ${page}`;

// pg_relation_size waits for a relation that is locked ACCESS EXCLUSIVE, or
// for which such a lock is queued. Of those relations the size is that of the
// last vacuum or analyze. The functions that sum a table up would also wait for
// its indexes and its TOAST, so each relation is measured by itself.
//
// The first look at an index costs a connection more than all else. The index
// of a TOAST that was never written to, as most are, is one page; a TOAST that
// was emptied still has a map of its free space.
//
// What the catalogs say of the number of rows here is far off for a plugin's
// own relations, so nothing joins two of these lists: a nested loop would take
// a time that grows with the square of the relations. Rows are narrow, names
// come last, so that the lists of many relations stay in memory.

/**
 * Common table expressions: `own`, the relations that tables and views are, and
 * `relations`, with their TOAST and indexes and the size of each.
 */
export const relationSizes = `
  exclusive as materialized (${exclusivelyLocked}),
  own as materialized (
    select
      c.oid,
      c.relkind as kind,
      c.reltoastrelid as toast,
      c.relpersistence = 'u' as unlogged,
      -- Of an analyzed partitioned table it is the sum of its partitions.
      case c.relkind when 'p' then 0 else c.reltuples end as rows,
      c.relkind in ('r', 'm') and c.oid in (select relation from exclusive) as locked,
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
  toasts as materialized (
    select oid, root, unlogged, locked, main, fsm, main = 0 and fsm = 0 as unused
    from (
      select toast as oid, root, unlogged, toast in (select relation from exclusive) as locked
      from own
      where toast <> 0
    ) t
    cross join lateral (
      select
        case when not locked then ${files('oid', 'main')} end as main,
        case when not locked then ${files('oid', 'fsm')} end as fsm
    ) size
  ),
  indexes as materialized (
    select
      i.indexrelid as oid,
      i.root,
      i.part,
      i.whole,
      i.unlogged,
      i.partitioned,
      i.indisunique as is_unique,
      i.indisvalid and i.indisready as is_valid,
      not partitioned and i.indexrelid in (select relation from exclusive) as locked
    from (
      select
        root, 'index' as part, unlogged, kind = 'p' as partitioned,
        case when oid = root then i.indexrelid
          else coalesce(pg_partition_root(i.indexrelid), i.indexrelid) end as whole,
        i.*
      from own join pg_index i on i.indrelid = own.oid
      union all
      select root, 'toast', unlogged, false, null, i.*
      from toasts join pg_index i on i.indrelid = toasts.oid
      where unused is not true
    ) i
  ),
  relations as materialized (
    select
      oid, root, null::oid as whole, null::bool as is_unique, null::bool as is_valid,
      case kind when 'S' then 'sequence' else 'heap' end as part,
      rows,
      locked as approximate,
      kind in ('r', 'm') as opened,
      case
        when kind = 'p' then 0
        when kind = 'S' then ${page} * case when unlogged then 2 else 1 end
        when locked then ${knownBytes('own.oid')}
        else ${files('oid', 'main', 'fsm', 'vm')} + ${initial('oid')}
      end::float8 as bytes
    from own
    union all
    select
      oid, root, null, null, null, 'toast', 0, locked, true,
      case
        when locked then ${knownBytes('toasts.oid')}
        when unused then ${page} * case when unlogged then 2 else 1 end
        else main + fsm + ${files('oid', 'vm')} + ${initial('oid')}
      end
    from toasts
    union all
    select
      oid, root, whole, is_unique, is_valid, part, 0, locked, not partitioned,
      case
        when partitioned then 0
        when locked then ${knownBytes('indexes.oid')}
        else ${files('oid', 'main', 'fsm')} + ${initial('oid')}
      end
    from indexes
  )`;
