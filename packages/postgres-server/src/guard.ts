import { spawn } from 'node:child_process';
import type { Account } from './account';

/** What a guard must know to clean up after this process. */
export interface GuardedServer {
  pgCtl: string;
  dataDirectory: string;
  /** Deleted at the end: the folder of a temporary server. */
  temporaryFolder?: string;
  account?: Account;
}

// Reads until this process says "released" or is gone, however it went: the pipe
// then closes. A paused server must go on before it can be told to stop.
const SCRIPT = `
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
 * Starts a small shell that outlives this process and stops the server when this
 * process ends without having done so, even by SIGKILL. It runs in a session of
 * its own, so that Ctrl-C does not reach it.
 *
 * @returns A function that sends the guard away.
 */
export function guard(server: GuardedServer): () => void {
  const shell = spawn('sh', ['-c', SCRIPT], {
    ...server.account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {
      PATH: process.env.PATH,
      PG_CTL: server.pgCtl,
      DATA: server.dataDirectory,
      MODE: server.temporaryFolder ? 'immediate' : 'fast',
      REMOVE: server.temporaryFolder ?? '',
    },
  });
  // Neither the shell nor its pipe may keep this process alive.
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  // The shell may have been killed: then there is nobody to tell.
  shell.stdin.on('error', () => {});
  return () => shell.stdin.end('released\n');
}
