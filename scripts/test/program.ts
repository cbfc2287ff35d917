import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../places';
import {
  type GroupOptions,
  type ProcessGroup,
  startGroup,
  startNodeGroup,
} from '../processGroup';

// No step takes nearly as long, not even on a busy machine; one that hangs must not
// hang the whole run.
const stepTimeoutMs = 60 * 60_000;

const stopSignals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

const running = new Set<ProcessGroup>();

/** What a step may wish for its program. */
export interface ProgramOptions {
  /** Default: the root of the checkout. */
  cwd?: string;
  /** Variables beside those of this process. */
  env?: Record<string, string>;
  /** A file that the output is added to, which is shown otherwise. */
  outputFile?: string;
}

/**
 * Lets a signal, or the end of the bootstrap, end this process with all that its
 * programs have started.
 */
export function stopProgramsWhenAsked(): void {
  const stop = async (exitCode: number) => {
    await Promise.all([...running].map(program => program.stop()));
    process.exit(exitCode);
  };
  for (const [signal, code] of Object.entries(stopSignals)) {
    process.on(signal, () => stop(128 + code));
  }
  process.on('disconnect', () => stop(1));
}

/** Runs a program of the system to its end and gives its exit code. */
export function runProgram(
  name: string,
  args: string[],
  options: ProgramOptions = {},
): Promise<number> {
  return run(name, options, group => startGroup(name, args, group));
}

/** The same for a program that a package brought. */
export function runTool(
  name: string,
  args: string[],
  options: ProgramOptions = {},
): Promise<number> {
  const file = join(root, 'node_modules', '.bin', name);
  return run(name, options, group => startNodeGroup([file, ...args], group));
}

async function untilOver(name: string, program: ProcessGroup): Promise<number> {
  running.add(program);
  const timer = setTimeout(() => {
    console.error(`${name} took longer than ${stepTimeoutMs / 60_000} minutes`);
    program.stop();
  }, stepTimeoutMs);
  try {
    return await program.ended;
  } catch (error) {
    console.error(String(error)); // There is no such program.
    return 1;
  } finally {
    clearTimeout(timer);
    await program.stop();
    running.delete(program);
  }
}

async function run(
  name: string,
  { cwd = root, env, outputFile }: ProgramOptions,
  startProgram: (options: GroupOptions) => ProcessGroup,
): Promise<number> {
  const output = outputFile ? openSync(outputFile, 'a') : 'inherit';
  try {
    return await untilOver(
      name,
      startProgram({
        cwd,
        env: { ...process.env, CI: 'true', ...env },
        output,
      }),
    );
  } finally {
    if (output !== 'inherit') {
      closeSync(output);
    }
  }
}
