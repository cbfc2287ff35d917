import type { Query } from 'backstage-plugin-database-health-node';
import { mostSessions } from '../../../pure/facts';
import { ownUser } from '../session/process';
import type { Sight } from './sight';

/** So long a part of a statement is read (ours). */
export const longestStatement = 4_000;

/** One session as the server lists it. */
export interface ProcessRow {
  pid: unknown;
  database: string;
  user: string;
  /** Its user is not the one that asks, though that is in the same database, too. */
  isOthers: unknown;
  host: string;
  command: string;
  state: string;
  stateMs: unknown;
  statement: string;
}

/** A list without a number is not SQL, and no session has this one. */
const listOf = (pids: Iterable<number>) => [-1, ...pids];

/** The newer one of MySQL stops no session. */
function processlist(sight: Sight): string {
  const newer = 'performance_schema.processlist';
  return sight.has(newer) ? newer : 'information_schema.processlist';
}

/** Which of these sessions are in the databases. */
export async function pidsIn(
  query: Query,
  sight: Sight,
  databases: readonly string[],
  pids: ReadonlySet<number>,
): Promise<Set<number>> {
  const rows = await query<{ pid: unknown }>(
    `select id as pid from ${processlist(sight)} where id in (?) and db in (?)`,
    [listOf(pids), ['', ...databases]],
  );
  return new Set(rows.map(({ pid }) => Number(pid)));
}

/**
 * Sessions that run a statement in one of the databases, hold a transaction open there,
 * or are linked: at most one more than a reading holds. Of those of other users a role
 * without `PROCESS` sees none.
 */
export async function readProcesses(
  query: Query,
  sight: Sight,
  options: {
    databases: readonly string[];
    /** Wait for others or block them. */
    linked: ReadonlySet<number>;
    /** Have a transaction open. */
    open: ReadonlySet<number>;
  },
): Promise<ProcessRow[]> {
  const { databases, linked, open } = options;
  const list = processlist(sight);
  return query<ProcessRow>(
    `select
      id as pid,
      coalesce(db, '') as \`database\`,
      user,
      coalesce(user <> ${ownUser} and db in (
        select db from ${list} where user = ${ownUser} and db is not null
      ), 0) as isOthers,
      coalesce(host, '') as host,
      coalesce(command, '') as command,
      coalesce(state, '') as state,
      ${sight.countsMs ? 'time_ms' : 'time * 1000'} as stateMs,
      coalesce(left(info, ${longestStatement}), '') as statement
    from ${list}
    where id <> connection_id()
      and (
        id in (?)
        or (db in (?) and (id in (?) or command not in ('Sleep', 'Daemon')))
      )
    order by id in (?) desc, id in (?) desc, time desc, id
    limit ${mostSessions + 1}`,
    [
      listOf(linked),
      ['', ...databases],
      listOf(open),
      listOf(linked),
      listOf(open),
    ],
  );
}
