import { spawn } from 'node:child_process';
import type { Account } from './account';

/**
 * Starts a small shell that outlives this process. Its script first reads a word,
 * which comes when the guard is sent away; it reads nothing when this process has
 * ended without doing so, even by SIGKILL, since the pipe closes then. The shell
 * runs in a session of its own, so that Ctrl-C does not reach it.
 *
 * @returns A function that sends the guard away, with the word `released`.
 *
 * @public
 */
export function startShellGuard(options: {
  script: string;
  env: Record<string, string>;
  account?: Account;
}): () => void {
  const { script, env, account } = options;
  const shell = spawn('sh', ['-c', script], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env.PATH, ...env },
  });
  // Neither the shell nor its pipe may keep this process alive.
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  // The shell may have been killed: then there is nobody to tell.
  shell.stdin.on('error', () => {});
  return () => shell.stdin.end('released\n');
}
