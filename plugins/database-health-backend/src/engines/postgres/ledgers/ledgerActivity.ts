import type { LedgerActivity, LedgerSession } from '../../../pure/facts';
import { mostLedgerSessions } from '../../facts/ledgerTables';
import { progress } from './ledgerProgress';

/** Ages are by the server's clock, which may go before or after this one. */
interface SessionRow extends Omit<LedgerSession, 'since'> {
  /** Absent where this role may not know it. */
  ageMs?: number;
}

export interface ActivityRow {
  holders: SessionRow[];
  active: SessionRow[];
  partial: boolean;
}

/** `age` is an interval. */
function sessions(from: string, age: string): string {
  return `(
    select coalesce(
      json_agg(
        json_strip_nulls(
          json_build_object(
            'pid', pid,
            'ageMs', extract(epoch from ${age}) * 1000,
            'waitsFor', wait_event_type,
            'progress', case when command is not null then json_build_object(
              'command', command,
              'phase', phase,
              'done', done,
              'total', total,
              'unit', unit
            ) end
          )
        )
        order by ${age} desc nulls last, pid
      ),
      '[]'
    )
    from (
      select * from ${from}
      order by ${age} desc nulls last, pid
      limit ${mostLedgerSessions}
    ) longest
  )`;
}

/**
 * An expression for an {@link ActivityRow}, which waits for no lock and needs
 * no privilege. Parameters: `$1` the name of the lock table, `$2` sessions to
 * leave out, `$3` the schema in schema mode.
 *
 * Where plugins share a database, mostly with one role for all, a session is
 * taken for one of the plugin if it is named like this one, or uses a relation
 * of the plugin's schema. Sessions are looked at only where somebody holds the
 * lock. A write to the lock table, such as the one with which Knex takes it,
 * holds it to the end of its transaction.
 */
export function activity(locked: string): string {
  return `(
    with own_locks as materialized (
      select pid, relation, mode, granted
      from pg_locks
      where locktype = 'relation'
        and pid <> pg_backend_pid()
        and pid <> all ($2::int[])
        and database = (select oid from pg_database where datname = current_database())
    ),
    holding as materialized (
      select distinct pid
      from own_locks
      where granted
        and relation = to_regclass($1)
        and mode in (
          'RowExclusiveLock',
          'ShareRowExclusiveLock',
          'ExclusiveLock',
          'AccessExclusiveLock'
        )
    ),
    progress as (${progress}),
    plugin_sessions as materialized (
      select
        a.pid,
        a.state,
        a.backend_type,
        clock_timestamp() - a.xact_start as transaction_age,
        clock_timestamp() - a.query_start as statement_age,
        a.wait_event_type,
        p.command,
        p.phase,
        p.done,
        p.total,
        p.unit
      from pg_stat_activity a
      left join progress p using (pid)
      where (select ${locked} or exists (select from holding))
        and a.datname = current_database()
        and a.usesysid is not null
        and a.pid <> pg_backend_pid()
        and a.pid <> all ($2::int[])
        and (
          $3::text is null
          or a.application_name = current_setting('application_name')
          or a.pid in (
            select l.pid
            from own_locks l
            join pg_class c on c.oid = l.relation
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = $3
          )
        )
    )
    select json_build_object(
      'holders', ${sessions(
        'holding left join plugin_sessions using (pid)',
        'transaction_age',
      )},
      'active', ${sessions(
        `plugin_sessions
         where state = 'active' and backend_type = 'client backend'`,
        'statement_age',
      )},
      'partial', (
        select coalesce(bool_or(backend_type is null or state = 'disabled'), false)
        from plugin_sessions
      )
    )
  )`;
}

/** The activity of a ledger, with the server's ages as times of this process. */
export function toActivity(row: ActivityRow): LedgerActivity {
  const now = Date.now();
  const since = ({ ageMs = 0, ...session }: SessionRow): LedgerSession => ({
    ...session,
    since: Math.round(now - ageMs),
  });
  return {
    holders: row.holders.map(since),
    active: row.active.map(since),
    partial: row.partial,
  };
}
