import path from 'node:path';
import { type ProcessGroup, startGroup, startNodeGroup } from '../processGroup';
import { root } from './places';

// No step takes nearly as long; one that hangs must not hang the whole run.
const TIMEOUT_MS = 20 * 60_000;

let running: ProcessGroup | undefined;

/** Stops the program of the present step, with all that it started. */
export async function stopRunningStep(): Promise<void> {
  await running?.stop();
}

function environment(extra: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, CI: 'true', ...extra };
}

async function untilOver(name: string, program: ProcessGroup): Promise<number> {
  running = program;
  const timer = setTimeout(() => {
    console.error(`${name} took longer than ${TIMEOUT_MS / 60_000} minutes`);
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

/** Runs a program of the system to its end, showing its output, and gives its exit code. */
export function runProgram(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<number> {
  const options = { cwd: root, env: environment(env) };
  return untilOver(name, startGroup(name, args, options));
}

/** The same for a program that a package brought. */
export function runTool(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<number> {
  const options = { cwd: root, env: environment(env) };
  const file = path.join(root, 'node_modules', '.bin', name);
  return untilOver(name, startNodeGroup([file, ...args], options));
}
