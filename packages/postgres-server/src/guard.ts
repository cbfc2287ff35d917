import type { Account } from './account';
import { startShellGuard } from './shellGuard';

/** What a guard must know to clean up after this process. */
export interface GuardedServer {
  pgCtl: string;
  dataDirectory: string;
  /** Deleted at the end: the folder of a temporary server. */
  temporaryFolder?: string;
  account?: Account;
}

// A paused server must go on before it can be told to stop.
const script = `
read -r word
[ "$word" = released ] && exit 0
pid=$(head -n 1 "$DATA/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -CONT $pid $(cat /proc/$pid/task/$pid/children 2>/dev/null) 2>/dev/null
  "$PG_CTL" stop -D "$DATA" -m "$MODE" -t 30 -w
fi
[ -z "$REMOVE" ] || rm -rf "$REMOVE"
`;

/**
 * Stops the server when this process ends without having done so.
 *
 * @returns A function that sends the guard away.
 */
export function guard(server: GuardedServer): () => void {
  return startShellGuard({
    script,
    env: {
      PG_CTL: server.pgCtl,
      DATA: server.dataDirectory,
      MODE: server.temporaryFolder ? 'immediate' : 'fast',
      REMOVE: server.temporaryFolder ?? '',
    },
    account: server.account,
  });
}
