import type { EngineDatabase } from '../../types';
import type { Session, Sessions } from '../../../pure/facts';
import { mostSessions } from '../../../pure/facts';
import { normaliseStatement } from '../../../observation/normalise';
import { postgresDialect } from '../dialect';
import { longestStatement } from '../session/longestStatement';
import {
  isRoleOfPlugins,
  namesSessions,
  pluginOfSession,
} from '../session/pluginOfSession';

type Row = Omit<
  Session,
  | 'background'
  | 'transactionMs'
  | 'waitsFor'
  | 'blockedMs'
  | 'statement'
  | 'stranger'
> & {
  stranger: boolean;
  background: string | null;
  transactionMs: number | null;
  waitsFor: string | null;
  blockedMs: number | null;
  statement: string | null;
  total: number;
  partial: boolean;
};

/**
 * Sessions that run a statement, hold a transaction open, or block others:
 * one that is idle may do so with an advisory lock, and one in another database
 * with a relation that all databases share. Of a role that may not look into
 * them, the others show nothing but their names; those that have no role, such as
 * autovacuum workers, hide nothing that a plugin does.
 *
 * `pg_blocking_pids` stops all locking for an instant, so it is asked only of
 * those that wait for a lock. `waitstart` came with PostgreSQL 14. A parallel
 * worker does what its leader does.
 */
const sessions = `
  with all_sessions as materialized (
    select
      a.*,
      a.datname = any ($1) as is_looked_at,
      clock_timestamp() as now
    from pg_stat_activity a
    where a.pid <> pg_backend_pid()
      and a.backend_type is distinct from 'parallel worker'
  ),
  waiting as materialized (
    select
      s.pid,
      pg_blocking_pids(s.pid) as blockers,
      (
        select min((to_jsonb(l) ->> 'waitstart')::timestamptz)
        from pg_locks l
        where l.pid = s.pid and not l.granted
      ) as since
    from all_sessions s
    where s.is_looked_at and s.wait_event_type = 'Lock'
  ),
  blocking as materialized (
    select distinct unnest(blockers) as pid from waiting
  ),
  shown as (
    select
      s.*,
      w.blockers,
      coalesce(w.since, s.query_start) as waits_since,
      b.pid is not null as keeps_back,
      case
        when s.state like 'idle in transaction%' then 'idle-in-transaction'
        when s.state = 'idle' then 'idle'
        else 'active'
      end as doing
    from all_sessions s
    left join waiting w using (pid)
    left join blocking b using (pid)
    where b.pid is not null
      or s.is_looked_at and s.state <> 'idle' and s.state <> 'disabled'
  )
  select
    pid,
    coalesce(is_looked_at, false) as own,
    coalesce(datname, '') as database,
    ${pluginOfSession} as "pluginId",
    coalesce(application_name, '') as application,
    coalesce(usename, '') as user,
    usesysid is null
      or not ${isRoleOfPlugins('usesysid')}
      or (${pluginOfSession} is null and ${namesSessions}) as stranger,
    host(client_addr) as client,
    doing as state,
    nullif(backend_type, 'client backend') as background,
    extract(epoch from greatest(
      now - case doing when 'active' then query_start else state_change end,
      interval '0'
    ))::float8 * 1000 as "stateMs",
    extract(epoch from greatest(now - xact_start, interval '0'))::float8 * 1000
      as "transactionMs",
    case when doing = 'active' then wait_event_type || ': ' || wait_event end
      as "waitsFor",
    coalesce(blockers[1:${mostSessions}], '{}') as "blockedBy",
    case when cardinality(blockers) > 0 then
      extract(epoch from greatest(now - waits_since, interval '0'))::float8 * 1000
    end as "blockedMs",
    left(query, ${longestStatement}) as statement,
    count(*) over ()::int as total,
    (
      select coalesce(bool_or(state is null or state = 'disabled'), false)
      from all_sessions
      where is_looked_at
        and usesysid is not null
        and coalesce(backend_type, 'client backend') = 'client backend'
    ) as partial
  from shown
  right join (select) as always on true
  order by
    (keeps_back or cardinality(blockers) > 0) desc nulls last,
    coalesce(xact_start, query_start) nulls last,
    pid
  limit ${mostSessions}`;

export async function readSessions(
  db: EngineDatabase,
  databases: readonly string[],
): Promise<Sessions> {
  const rows = await db.read(query =>
    query<Row | { pid: null; partial: boolean; total: number }>(sessions, [
      databases,
    ]),
  );
  const found = rows.filter((row): row is Row => row.pid !== null);
  return {
    sessions: found.map(toSession),
    truncated: found.some(({ total }) => total > mostSessions),
    partial: rows.some(({ partial }) => partial),
  };
}

function toSession({
  background,
  transactionMs,
  waitsFor,
  blockedMs,
  statement,
  stranger,
  total: _total,
  partial: _partial,
  ...session
}: Row): Session {
  return {
    ...session,
    stateMs: session.stateMs ?? 0,
    ...(background !== null && { background }),
    ...(transactionMs !== null && { transactionMs }),
    ...(waitsFor !== null && { waitsFor }),
    ...(blockedMs !== null && { blockedMs }),
    ...(stranger && { stranger }),
    statement: normaliseStatement(statement ?? '', postgresDialect.syntax),
  };
}
