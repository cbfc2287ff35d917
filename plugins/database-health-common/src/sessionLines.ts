import type { Session } from './types';

/**
 * What distinguishes a session from a later one with the same number.
 *
 * @public
 */
export type LastingSession = Pick<
  Session,
  'pid' | 'state' | 'stateMs' | 'transactionMs'
>;

/**
 * The server gives the number of a session that is over to a later one. The line
 * tells them apart by how long, by the server's own clock, the session has done
 * what it does.
 */
function line(
  end: 'pg_cancel_backend' | 'pg_terminate_backend',
  { pid }: LastingSession,
  [since, lastingMs]: readonly [since: string, lastingMs: number],
): string {
  return `select ${end}(pid) from pg_stat_activity where pid = ${pid} and clock_timestamp() - ${since} >= interval '${Math.floor(
    lastingMs / 1_000,
  )} s';`;
}

/**
 * The line for PostgreSQL that ends the statement of a session, and leaves alone
 * a later session with the same number.
 *
 * @public
 */
export function cancelLine(session: LastingSession): string {
  return line('pg_cancel_backend', session, ['query_start', session.stateMs]);
}

/**
 * The line for PostgreSQL that ends a session with its transaction, and leaves
 * alone a later session with the same number.
 *
 * @public
 */
export function terminateLine(session: LastingSession): string {
  return line(
    'pg_terminate_backend',
    session,
    session.transactionMs === undefined
      ? ['state_change', session.state === 'active' ? 0 : session.stateMs]
      : ['xact_start', session.transactionMs],
  );
}
