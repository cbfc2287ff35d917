import { type Account, startShellGuard } from 'postgres-server';

// SIGKILL ends a paused server, too.
const script = `
read -r word
[ "$word" = released ] && exit 0
pid=$(cat "$PID_FILE" 2>/dev/null)
[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null
rm -rf "$REMOVE"
`;

/**
 * Ends the server and deletes its data when this process ends without having done
 * so.
 *
 * @returns A function that sends the guard away.
 */
export function guard(server: {
  pidFile: string;
  temporaryFolder: string;
  account?: Account;
}): () => void {
  return startShellGuard({
    script,
    env: { PID_FILE: server.pidFile, REMOVE: server.temporaryFolder },
    account: server.account,
  });
}
