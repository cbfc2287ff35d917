import type { Engine } from 'backstage-plugin-database-health-common';
import type { LedgerSession } from 'backstage-plugin-database-health-node';

/** What the server measures comes first, then what has run for longest. */
export function leadingOf(
  sessions: readonly LedgerSession[],
): LedgerSession | undefined {
  const [first] = [...sessions].sort(
    (a, b) =>
      Number(Boolean(b.progress)) - Number(Boolean(a.progress)) ||
      a.since - b.since,
  );
  return first;
}

/** `building index: 42 %`, or the phase alone where the server cannot tell. */
export function progressOf({
  phase,
  done,
  total,
}: NonNullable<LedgerSession['progress']>): string {
  return total > 0
    ? `${phase}: ${Math.floor((100 * Math.min(done, total)) / total)} %`
    : phase;
}

/** Shows what a session does, and changes nothing. */
export const lookAt: Record<Engine, (pid: number) => string | undefined> = {
  postgres: pid =>
    `select pid, state, wait_event_type, pg_blocking_pids(pid) as blocked_by, xact_start, query from pg_stat_activity where pid = ${pid};`,
  mysql: pid =>
    `select * from information_schema.processlist where id = ${pid};`,
  sqlite: () => undefined,
};

/**
 * Ends the statement of a session. PostgreSQL may give the number of a session
 * that is over to a later one, which the line leaves alone; MySQL does not.
 */
export const cancel: Record<
  Engine,
  (session: LedgerSession) => string | undefined
> = {
  postgres: ({ pid, since }) =>
    `select pg_cancel_backend(pid) from pg_stat_activity where pid = ${pid} and backend_start <= to_timestamp(${(
      (since + 1) /
      1_000
    ).toFixed(3)});`,
  mysql: ({ pid }) => `kill query ${pid};`,
  sqlite: () => undefined,
};
