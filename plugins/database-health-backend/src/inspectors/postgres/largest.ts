import { mostRelations } from 'backstage-plugin-database-health-node';

// The statistics views group or join all relations before a condition is held
// against them. So the largest are picked first, and their statistics are then
// looked up one by one.

/**
 * Common table expressions from `relations`, of {@link measure}, to
 * `table_facts`: the largest tables with their partitions.
 *
 * @internal
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
      nullif(n.nspname, current_schema()) as schema,
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
 * to the index of the table that they are parts of. `last_idx_scan` came with
 * PostgreSQL 16, so it is read by its name.
 *
 * @internal
 */
export const largestIndexes = `
  indexes as (
    select
      case when is_part then coalesce(pg_partition_root(oid), oid) else oid end as oid,
      root as table,
      sum(bytes) as bytes,
      bool_or(approximate) as approximate,
      array_agg(oid) as members
    from relations
    where part = 'index'
    group by 1, 2
    order by 3 desc, 1
    limit ${mostRelations}
  ),
  index_facts as (
    select
      nullif(n.nspname, current_schema()) as schema,
      c.relname as table,
      ic.relname as name,
      i.bytes,
      i.approximate,
      m.scans,
      x.indisunique as unique,
      m.valid,
      round(extract(epoch from m.last_used) * 1000) as "lastUsedAt"
    from indexes i
    join pg_class ic on ic.oid = i.oid
    join pg_index x on x.indexrelid = i.oid
    join pg_class c on c.oid = i.table
    join pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
      select
        bool_and(part.indisvalid and part.indisready) as valid,
        sum(s.idx_scan) as scans,
        max((to_jsonb(s) ->> 'last_idx_scan')::timestamptz) as last_used
      from unnest(i.members) member
      join pg_index part on part.indexrelid = member
      left join pg_stat_all_indexes s on s.indexrelid = member
    ) m
    order by i.bytes desc, ic.relname, n.nspname
  )`;
