import { mostRelations } from 'backstage-plugin-database-health-node';

// The statistics views group or join all relations before a condition is held
// against them. So the largest are picked first, and their statistics are then
// asked for one by one.

/**
 * Common table expressions from `relations`, of {@link measure}, to
 * `table_facts`: the largest tables with their partitions.
 *
 * @internal
 */
export const largestTables = `
  tables as (
    select
      max(schema) filter (where oid = root) as schema,
      max(name) filter (where oid = root) as name,
      max(kind::text) filter (where oid = root) as kind,
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
    order by sum(bytes) desc, 2, 1
    limit ${mostRelations}
  ),
  table_facts as (
    select
      nullif(t.schema, current_schema()) as schema,
      t.name,
      case t.kind
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
    order by "totalBytes" desc, t.name, t.schema
  )`;

/**
 * The same to `index_facts`: the largest indexes, those of partitions counted
 * to the index of the table that they are parts of.
 *
 * @internal
 */
export function largestIndexes(knowsLastUse: boolean): string {
  const lastUse = knowsLastUse
    ? 'max(pg_stat_get_lastscan(member))'
    : 'null::timestamptz';
  return `
  indexes as (
    select
      max(name) filter (where oid = whole) as name,
      root as table,
      sum(bytes) as bytes,
      bool_or(approximate) as approximate,
      bool_or(is_unique) as is_unique,
      bool_and(is_valid) as is_valid,
      array_agg(oid) as members
    from (
      select
        *,
        case when is_part then coalesce(pg_partition_root(oid), oid) else oid end as whole
      from relations
      where part = 'index'
    ) parts
    group by whole, root
    order by 3 desc, 1, whole
    limit ${mostRelations}
  ),
  index_facts as (
    select
      nullif(n.nspname, current_schema()) as schema,
      c.relname as table,
      i.name,
      i.bytes,
      i.approximate,
      s.scans,
      i.is_unique as unique,
      i.is_valid as valid,
      round(extract(epoch from s.last_use) * 1000) as "lastUsedAt"
    from indexes i
    join pg_class c on c.oid = i.table
    join pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
      select sum(pg_stat_get_numscans(member)) as scans, ${lastUse} as last_use
      from unnest(i.members) member
    ) s
    order by i.bytes desc, i.name, n.nspname
  )`;
}
