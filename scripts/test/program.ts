import path from 'node:path';
import { type ProcessGroup, startGroup } from '../processGroup';
import { root } from './places';

// No step takes nearly as long; one that hangs must not hang the whole run.
const TIMEOUT_MS = 20 * 60_000;

let running: ProcessGroup | undefined;

/** Stops the program of the present step, with all that it started. */
export async function stopRunningStep(): Promise<void> {
  await running?.stop();
}

/** Runs a program to its end, showing its output, and gives its exit code. */
export async function runProgram(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<number> {
  const program = startGroup(command, args, {
    cwd: root,
    env: { ...process.env, CI: 'true', ...env },
  });
  running = program;
  const timer = setTimeout(() => {
    console.error(`${command} took longer than ${TIMEOUT_MS / 60_000} minutes`);
    program.stop();
  }, TIMEOUT_MS);
  try {
    return await program.ended;
  } catch (error) {
    console.error(String(error)); // There is no such program.
    return 1;
  } finally {
    clearTimeout(timer);
    await program.stop();
    running = undefined;
  }
}

/** Runs a program that a package brought. */
export function runTool(
  name: string,
  args: string[],
  env?: Record<string, string>,
): Promise<number> {
  return runProgram(path.join(root, 'node_modules', '.bin', name), args, env);
}
