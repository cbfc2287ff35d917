import type { Engine, Session } from 'backstage-plugin-database-health-common';

/**
 * The line that ends a session; absent where there is none. The server gives
 * the number of one that is over to a later one: by what it has done for so
 * long, by the server's own clock, the line leaves that one alone.
 */
export function endLine(
  { pid, state, stateMs, transactionMs, background }: Session,
  engine: Engine,
): string | undefined {
  if (engine !== 'postgres' || pid === 0 || background !== undefined) {
    return undefined;
  }
  const [since, lastingMs] =
    transactionMs === undefined
      ? ['state_change', state === 'active' ? 0 : stateMs]
      : (['xact_start', transactionMs] as const);
  return `select pg_terminate_backend(pid) from pg_stat_activity where pid = ${pid} and clock_timestamp() - ${since} >= interval '${Math.floor(
    Number(lastingMs) / 1_000,
  )} s';`;
}
