import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** Whether a process is over. One that only waits for its parent to notice is. */
export function isOver(pid: number): boolean {
  if (process.platform === 'linux') {
    const found = lookOnLinux(pid);
    return found === undefined || found.state === 'Z';
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** The process ids of the direct children of a process. PostgreSQL has no deeper ones. */
export function childrenOf(parentPid: number): number[] {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter(
        name => /^\d+$/.test(name) && lookOnLinux(name)?.parent === parentPid,
      )
      .map(Number);
  }
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === parentPid)
    .map(([pid]) => pid);
}

/** Sends a signal to processes, whether or not they still live. */
export function signalAll(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
        throw error;
      }
    }
  }
}

/** State and parent, from Linux's own table; undefined when there is no such process. */
function lookOnLinux(pid: number | string) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name, which may hold spaces and brackets.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
