/**
 * One row for each session of the database that builds an index or rewrites a
 * table, with what its present phase counts: an index build counts the sessions
 * that it waits for, the tuples that it sorts and loads, and the blocks that it
 * scans. `total` is 0 where the server does not know it.
 */
export const progress = `
  select
    pid,
    command,
    phase,
    unit,
    case unit
      when 'sessions' then lockers_done
      when 'tuples' then tuples_done
      else blocks_done
    end as done,
    case unit
      when 'sessions' then lockers_total
      when 'tuples' then tuples_total
      else blocks_total
    end as total
  from (
    select
      *,
      case
        when phase like 'waiting for %' then 'sessions'
        when phase like '%tuples%' then 'tuples'
        else 'blocks'
      end as unit
    from pg_stat_progress_create_index
  ) build
  union all
  select
    pid,
    command,
    phase,
    unit,
    case
      when unit = 'indexes' then index_rebuild_count
      when unit = 'blocks' then heap_blks_scanned
      when phase = 'index scanning heap' then heap_tuples_scanned
      else heap_tuples_written
    end,
    case
      when unit = 'blocks' then heap_blks_total
      when phase in ('sorting tuples', 'writing new heap') then heap_tuples_scanned
      else 0
    end
  from (
    select
      *,
      case
        when phase = 'rebuilding index' then 'indexes'
        when phase in ('index scanning heap', 'sorting tuples', 'writing new heap')
          then 'tuples'
        else 'blocks'
      end as unit
    from pg_stat_progress_cluster
  ) rewrite`;
