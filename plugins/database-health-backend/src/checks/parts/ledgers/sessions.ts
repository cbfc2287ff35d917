import type { Engine } from 'backstage-plugin-database-health-common';
import type { LedgerSession } from '../../../pure/facts';

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

/** `building index: 42 %`, or the phase alone where the server does not know. */
export function progressOf({
  phase,
  done,
  total,
}: NonNullable<LedgerSession['progress']>): string {
  return total > 0
    ? `${phase}: ${Math.floor((100 * Math.min(done, total)) / total)} %`
    : phase;
}

/** What a reader can do something about; other waits are over in a moment. */
const waits: Record<string, string> = {
  Lock: 'another session that holds a lock',
  Client: 'its client',
};

/** Whom it waits for, where that is worth a word. */
export function waitOf({ waitsFor }: LedgerSession): string | undefined {
  return waitsFor === undefined ? undefined : waits[waitsFor];
}

/** Shows what a session does, and changes nothing. */
export const lookAt: Record<Engine, (pid: number) => string | undefined> = {
  postgres: pid =>
    `select pid, state, wait_event_type, pg_blocking_pids(pid) as blocked_by, xact_start, query from pg_stat_activity where pid = ${pid};`,
  mysql: pid =>
    `select * from information_schema.processlist where id = ${pid};`,
  sqlite: () => undefined,
};

/** How far the clocks of server and backend may be apart (ours). */
const clockToleranceSeconds = 60;

/**
 * Ends the statement of a session. PostgreSQL may give the number of a session
 * that is over to a later one, which the line leaves alone; MySQL does not.
 */
export const cancel: Record<
  Engine,
  (session: LedgerSession) => string | undefined
> = {
  postgres: ({ pid, since }) =>
    `select pg_cancel_backend(pid) from pg_stat_activity where pid = ${pid} and query_start < to_timestamp(${
      Math.ceil(since / 1_000) + clockToleranceSeconds
    });`,
  mysql: ({ pid }) => `kill query ${pid};`,
  sqlite: () => undefined,
};
