import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account';
import { serverEnvironment } from './initialize';
import { childrenOf, isOver, signalAll } from './processes';

/** One life of a server, from its start to its end. */
export interface Postmaster {
  pause(): void;
  resume(): void;
  /** Sends a signal to the postmaster and waits until it is gone. */
  end(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void>;
}

export interface PostmasterOptions {
  program: string;
  dataDirectory: string;
  arguments: string[];
  account?: Account;
}

const startTimeoutMs = 90_000;
const lookIntervalMs = 20;
const logTailLines = 20;

// Line 8 of the file, counted from 1, holds the state since PostgreSQL 10.
const stateLine = 7;

/**
 * Starts the server program and waits until it accepts connections.
 *
 * @throws Error with the tail of the server's log when it does not come up.
 */
export async function startPostmaster(
  options: PostmasterOptions,
): Promise<Postmaster> {
  const logFile = join(options.dataDirectory, 'server.log');
  const log = openSync(logFile, 'a');
  const child = spawn(
    options.program,
    ['-D', options.dataDirectory, ...options.arguments],
    {
      ...options.account,
      cwd: '/',
      env: serverEnvironment(),
      // A session of its own: Ctrl-C in the terminal must not end the database
      // before those who still write to it.
      detached: true,
      stdio: ['ignore', log, log],
    },
  );
  closeSync(log);
  const pid = child.pid;
  if (pid === undefined) {
    const [error] = await once(child, 'error');
    throw new Error(`${options.program} could not be started`, {
      cause: error,
    });
  }
  child.unref();

  const family = () => [pid, ...childrenOf(pid)];
  const postmaster: Postmaster = {
    pause() {
      // The parent first, so that no child is born behind our back.
      signalAll([pid], 'SIGSTOP');
      signalAll(childrenOf(pid), 'SIGSTOP');
    },
    resume() {
      signalAll(family().reverse(), 'SIGCONT');
    },
    async end(signal) {
      if (hasEnded(child)) {
        return;
      }
      child.ref();
      const ended = once(child, 'exit');
      if (signal === 'SIGKILL') {
        postmaster.pause();
      } else {
        postmaster.resume();
      }
      const members = family();
      signalAll(signal === 'SIGKILL' ? members : [pid], signal);
      await ended;
      // A killed postmaster cannot wait for its children, and the next one refuses
      // to start while any of them still holds the shared memory.
      while (!members.every(isOver)) {
        await sleep(lookIntervalMs);
      }
    },
  };

  const deadline = Date.now() + startTimeoutMs;
  while (!isReady(options.dataDirectory, pid)) {
    if (hasEnded(child) || Date.now() > deadline) {
      const how = hasEnded(child)
        ? 'ended while starting'
        : 'did not get ready';
      await postmaster.end('SIGKILL');
      throw new Error(
        `PostgreSQL ${how}; the end of ${logFile}:\n${logTail(logFile)}`,
      );
    }
    await sleep(lookIntervalMs);
  }
  return postmaster;
}

function isReady(dataDirectory: string, pid: number): boolean {
  const file = join(dataDirectory, 'postmaster.pid');
  if (!existsSync(file)) {
    return false;
  }
  const lines = readFileSync(file, 'utf8').split('\n');
  return Number(lines[0]) === pid && lines[stateLine]?.trim() === 'ready';
}

function logTail(file: string): string {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-logTailLines)
    .join('\n');
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
