import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { eventually } from './eventually';

/**
 * Starts a program that answers over HTTP, with a folder that goes with it.
 *
 * @throws Error with what it wrote when it does not get ready.
 */
export async function startProgram({
  program,
  args,
  readyUrl,
  folder,
}: {
  program: string;
  args: readonly string[];
  readyUrl: string;
  folder: string;
}): Promise<{ dispose(): Promise<void> }> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let written = '';
  child.stderr.on('data', chunk => {
    written += chunk;
  });
  const dispose = async () => {
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGTERM')) {
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await eventually(async () => {
      const isOver = child.exitCode !== null;
      if (!isOver && !(await fetch(readyUrl)).ok) {
        throw new Error('It is not ready');
      }
    });
    if (child.exitCode !== null) {
      throw new Error('It has ended');
    }
  } catch (error) {
    await dispose();
    throw new Error(`${program} does not get ready: ${error}\n${written}`);
  }
  return { dispose };
}
