import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from 'postgres-server';

/** One life of a server, from its start to its end. */
export interface Daemon {
  pause(): void;
  resume(): void;
  /** Sends a signal and waits until the server is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const startTimeoutMs = 90_000;
const lookIntervalMs = 20;
const logTailLines = 20;

/**
 * Starts the server program and waits until it accepts connections.
 *
 * @throws Error with the tail of the server's log when it does not come up.
 */
export async function startDaemon(options: {
  program: string;
  arguments: string[];
  logFile: string;
  account?: Account;
}): Promise<Daemon> {
  const { program, logFile, account } = options;
  const log = openSync(logFile, 'a');
  const logStart = statSync(logFile).size;
  const child = spawn(program, options.arguments, {
    ...account,
    cwd: '/',
    // A session of its own: Ctrl-C in the terminal must not end the database
    // before those who still write to it.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (child.pid === undefined) {
    const [error] = await once(child, 'error');
    throw new Error(`${program} could not be started`, { cause: error });
  }
  child.unref();

  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const daemon: Daemon = {
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    async end(signal) {
      if (hasEnded()) {
        return;
      }
      child.ref();
      const ended = once(child, 'exit');
      child.kill(signal);
      // A paused server hears of SIGTERM when it goes on.
      daemon.resume();
      await ended;
    },
  };

  const logged = () => readFileSync(logFile).subarray(logStart).toString();
  const deadline = Date.now() + startTimeoutMs;
  while (!logged().includes('ready for connections')) {
    if (hasEnded() || Date.now() > deadline) {
      const how = hasEnded() ? 'ended while starting' : 'did not get ready';
      await daemon.end('SIGKILL');
      const tail = logged().trimEnd().split('\n').slice(-logTailLines);
      throw new Error(
        `MariaDB ${how}; the end of ${logFile}:\n${tail.join('\n')}`,
      );
    }
    await sleep(lookIntervalMs);
  }
  return daemon;
}
