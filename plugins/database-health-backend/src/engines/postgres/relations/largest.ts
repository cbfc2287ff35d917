import { mostRelations } from '../../../pure/facts';

// The statistics views group or join all relations before a condition is held
// against them. So the largest are picked first, and their statistics are then
// asked for one by one.

/**
 * Common table expressions from `relations`, of {@link measure}, to
 * `table_facts`: the largest tables with their partitions.
 */
export const largestTables = `
  tables as (
    select
      root,
      coalesce(sum(bytes) filter (where part = 'heap'), 0) as heap,
      coalesce(sum(bytes) filter (where part = 'toast'), 0) as toast,
      coalesce(sum(bytes) filter (where part = 'index'), 0) as index,
      bool_or(approximate) as approximate,
      -- Never analyzed is -1, but where there is no page, there is no row.
      sum(
        case when rows < 0 and (bytes > 0 or approximate) then 'NaN' else greatest(rows, 0) end
      ) filter (where part = 'heap') as rows,
      array_agg(oid) filter (where part = 'heap') as members
    from relations
    where part <> 'sequence'
    group by root
    order by sum(bytes) desc, root
    limit ${mostRelations}
  ),
  table_facts as (
    select
      nullif(n.nspname, $2::text) as schema,
      c.relname as name,
      case c.relkind
        when 'p' then 'partitioned'
        when 'm' then 'materialized-view'
        else 'table'
      end as kind,
      t.heap + t.toast + t.index as "totalBytes",
      t.heap as "heapBytes",
      t.toast as "toastBytes",
      t.index as "indexBytes",
      t.approximate,
      nullif(t.rows, 'NaN')::bigint as "estimatedRows",
      s.dead as "deadRows",
      round(extract(epoch from s.vacuum) * 1000) as "lastVacuumAt",
      round(extract(epoch from s.analyze) * 1000) as "lastAnalyzeAt"
    from tables t
    join pg_class c on c.oid = t.root
    join pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
      select
        sum(pg_stat_get_dead_tuples(member)) as dead,
        max(greatest(
          pg_stat_get_last_vacuum_time(member),
          pg_stat_get_last_autovacuum_time(member)
        )) as vacuum,
        max(greatest(
          pg_stat_get_last_analyze_time(member),
          pg_stat_get_last_autoanalyze_time(member)
        )) as analyze
      from unnest(t.members) member
    ) s
    order by "totalBytes" desc, c.relname, n.nspname
  )`;

/**
 * The same to `index_facts`: the largest indexes, those of partitions counted
 * to the index of the table that they are parts of.
 */
export function largestIndexes(knowsLastUse: boolean): string {
  const lastUse = knowsLastUse
    ? 'max(pg_stat_get_lastscan(member))'
    : 'null::timestamptz';
  return `
  largest_indexes as (
    select
      whole,
      root,
      sum(bytes) as bytes,
      bool_or(approximate) as approximate,
      bool_or(is_unique) as is_unique,
      bool_and(is_valid) as is_valid,
      array_agg(oid) as members
    from relations
    where part = 'index'
    group by whole, root
    order by 3 desc, whole
    limit ${mostRelations}
  ),
  index_facts as (
    select
      nullif(n.nspname, $2::text) as schema,
      c.relname as table,
      w.relname as name,
      i.bytes,
      i.approximate,
      s.scans,
      i.is_unique as unique,
      i.is_valid as valid,
      round(extract(epoch from s.last_use) * 1000) as "lastUsedAt"
    from largest_indexes i
    join pg_class w on w.oid = i.whole
    join pg_class c on c.oid = i.root
    join pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
      select sum(pg_stat_get_numscans(member)) as scans, ${lastUse} as last_use
      from unnest(i.members) member
    ) s
    order by i.bytes desc, w.relname, n.nspname
  )`;
}
