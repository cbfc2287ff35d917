import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const lookIntervalMs = 50;

/** A program with all the processes that it starts in turn. */
export interface ProcessGroup {
  readonly child: ChildProcess;
  /** The exit code once the program is over; 1 when a signal ended it. */
  readonly ended: Promise<number>;
  /** Whether the program is over, however it went. */
  isOver(): boolean;
  /** Asks all processes to end, and after the grace time makes them. */
  stop(graceMs?: number): Promise<void>;
}

export interface GroupOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Where standard output and error go. Default: to those of this process. */
  output?: 'inherit' | number;
}

/** Starts a program in a process group of its own, without standard input. */
export function startGroup(
  command: string,
  args: string[],
  options: GroupOptions = {},
): ProcessGroup {
  return start(command, args, options, []);
}

/**
 * The same for a program that Node runs; its group does not outlive this process
 * even if this process is killed.
 */
export function startNodeGroup(
  args: string[],
  options: GroupOptions = {},
): ProcessGroup {
  const required = ['--require', join(__dirname, 'endWithParent.cjs')];
  return start(process.execPath, [...required, ...args], options, ['ipc']);
}

function belongsTo(groupId: number, pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name in brackets: state, parent, group. A zombie (Z) is over, only
    // its parent has not looked yet, and in a container nobody may ever look.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] !== 'Z' && Number(fields[2]) === groupId;
  } catch {
    return false; // It has ended since the folder was listed.
  }
}

function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-groupId, signal);
  } catch {
    return false; // There is no such group (any more).
  }
}

function isAlive(groupId: number): boolean {
  return process.platform === 'linux'
    ? readdirSync('/proc').some(
        name => /^\d+$/.test(name) && belongsTo(groupId, name),
      )
    : signalGroup(groupId, 0);
}

function start(
  command: string,
  args: string[],
  options: GroupOptions,
  channels: 'ipc'[],
): ProcessGroup {
  const { cwd, env = process.env, output = 'inherit' } = options;
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', output, output, ...channels],
  });
  const killAll = () => {
    if (child.pid !== undefined) {
      signalGroup(child.pid, 'SIGKILL');
    }
  };
  process.once('exit', killAll);

  const ended = once(child, 'close').then(([code, signal]) =>
    signal === null ? code : 1,
  );
  let over = false;
  const noteEnd = () => {
    over = true;
  };
  // Whoever waits for the end hears of the error; nobody has to wait.
  ended.then(noteEnd, noteEnd);

  return {
    child,
    ended,
    isOver: () => over,
    async stop(graceMs = 10_000) {
      const groupId = child.pid;
      if (groupId === undefined) {
        return;
      }
      const deadline = Date.now() + graceMs;
      signalGroup(groupId, 'SIGTERM');
      while (isAlive(groupId)) {
        if (Date.now() > deadline) {
          signalGroup(groupId, 'SIGKILL');
        }
        await sleep(lookIntervalMs);
      }
      process.off('exit', killAll);
    },
  };
}
