import type { Session } from 'backstage-plugin-database-health-node';

/**
 * The server gives the number of a session that is over to a later one. By
 * what it has done for so long the line tells them apart, by the server's own
 * clock.
 */
function line(
  end: 'pg_cancel_backend' | 'pg_terminate_backend',
  { pid }: Session,
  [since, lastingMs]: readonly [since: string, lastingMs: number],
): string {
  return `select ${end}(pid) from pg_stat_activity where pid = ${pid} and clock_timestamp() - ${since} >= interval '${Math.floor(
    lastingMs / 1_000,
  )} s';`;
}

/** Ends its statement, so that the plugin gets an error for it. */
export function cancel(session: Session): string {
  return line('pg_cancel_backend', session, ['query_start', session.stateMs]);
}

/** Ends it with its transaction, and closes its connection. */
export function terminate(session: Session): string {
  return line(
    'pg_terminate_backend',
    session,
    session.transactionMs === undefined
      ? ['state_change', session.state === 'active' ? 0 : session.stateMs]
      : ['xact_start', session.transactionMs],
  );
}
