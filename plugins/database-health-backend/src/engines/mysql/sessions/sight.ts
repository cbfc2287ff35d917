import type { Query } from 'backstage-plugin-database-health-node';
import { roleHasProcess, whereProcessIsGranted } from '../session/process';

/** What there is to read the sessions of a server from. */
export interface Sight {
  /** The role may see the sessions of others, and their transactions. */
  readonly seesAll: boolean;
  /** The list of sessions counts milliseconds, as that of MariaDB does. */
  readonly countsMs: boolean;
  /** Of which tables the role has a right to something, as `schema.table`. */
  has(...tables: readonly string[]): boolean;
}

// The server lists a table only to those who have a right on it, and has none of what
// it does not count.
const listed = `
  select lower(concat(table_schema, '.', table_name)) as name
  from information_schema.tables
  where table_schema = 'information_schema'
    and table_name = 'INNODB_LOCK_WAITS'
  union all
  select lower(concat(table_schema, '.', table_name))
  from information_schema.tables
  where table_schema = 'performance_schema'
    and table_name in (
      'processlist', 'threads', 'events_statements_current',
      'data_lock_waits', 'metadata_locks'
    )
    and @@performance_schema = 1
  union all
  select lower(column_name)
  from information_schema.columns
  where table_schema = 'information_schema'
    and table_name = 'PROCESSLIST'
    and column_name = 'TIME_MS'
  union all
  (select 'process' ${whereProcessIsGranted} limit 1)`;

/** What a server has and a role may is asked, since versions and forks differ. */
export async function readSight(query: Query): Promise<Sight> {
  const rows = await query<{ name: string }>(listed);
  const names = new Set(rows.map(({ name }) => name));
  const countsMs = names.has('time_ms');
  return {
    countsMs,
    seesAll:
      names.has('process') || (countsMs && (await roleHasProcess(query))),
    has: (...tables) => tables.every(each => names.has(each)),
  };
}
