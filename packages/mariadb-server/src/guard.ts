import { spawn } from 'node:child_process';
import type { Account } from 'postgres-server';

// Reads until this process says "released" or is gone, however it went: the pipe
// then closes. SIGKILL ends a paused server, too.
const SCRIPT = `
read -r word
[ "$word" = released ] && exit 0
pid=$(cat "$PID_FILE" 2>/dev/null)
[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null
rm -rf "$REMOVE"
`;

/**
 * Starts a small shell that outlives this process, and ends the server and
 * deletes its data when this process ends without having done so, even by
 * SIGKILL. It runs in a session of its own, so that Ctrl-C does not reach it.
 *
 * @returns A function that sends the guard away.
 */
export function guard(server: {
  pidFile: string;
  temporaryFolder: string;
  account?: Account;
}): () => void {
  const shell = spawn('sh', ['-c', SCRIPT], {
    ...server.account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {
      PATH: process.env.PATH,
      PID_FILE: server.pidFile,
      REMOVE: server.temporaryFolder,
    },
  });
  // Neither the shell nor its pipe may keep this process alive.
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  // The shell may have been killed: then there is nobody to tell.
  shell.stdin.on('error', () => {});
  return () => shell.stdin.end('released\n');
}
