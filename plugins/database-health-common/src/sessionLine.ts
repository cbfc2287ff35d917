import type { Session } from './types';

/**
 * The line for PostgreSQL that ends the statement of a session (`cancel`), or the
 * session with its transaction (`terminate`). The server gives the number of a session
 * that is over to a later one: the line leaves that one alone, which it tells by how
 * long, by the server's own clock, the session has done what it does.
 */
export function sessionLine(
  end: 'cancel' | 'terminate',
  session: Pick<Session, 'pid' | 'state' | 'stateMs' | 'transactionMs'>,
): string {
  const { pid } = session;
  const [since, lastingMs] =
    end === 'cancel' ? statement(session) : whole(session);
  const seconds = Math.floor(lastingMs / 1_000);
  return `select pg_${end}_backend(pid) from pg_stat_activity where pid = ${pid} and clock_timestamp() - ${since} >= interval '${seconds} s';`;
}

type Lasting = readonly [since: string, lastingMs: number];

function statement({ stateMs }: Pick<Session, 'stateMs'>): Lasting {
  return ['query_start', stateMs];
}

function whole({
  state,
  stateMs,
  transactionMs,
}: Pick<Session, 'state' | 'stateMs' | 'transactionMs'>): Lasting {
  return transactionMs === undefined
    ? ['state_change', state === 'active' ? 0 : stateMs]
    : ['xact_start', transactionMs];
}
