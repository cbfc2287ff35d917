import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import {
  type GroupOptions,
  type ProcessGroup,
  startGroup,
  startNodeGroup,
} from '../processGroup';
import { root } from './places';

// No step takes nearly as long; one that hangs must not hang the whole run.
const TIMEOUT_MS = 20 * 60_000;

const STOP_SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

const running = new Set<ProcessGroup>();

/** What a step may wish for its program. */
export interface ProgramOptions {
  /** Variables beside those of this process. */
  env?: Record<string, string>;
  /** A file for the output, which is shown otherwise. */
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
  for (const [signal, code] of Object.entries(STOP_SIGNALS)) {
    process.on(signal, () => stop(128 + code));
  }
  process.on('disconnect', () => stop(1));
}

async function untilOver(name: string, program: ProcessGroup): Promise<number> {
  running.add(program);
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
    running.delete(program);
  }
}

async function run(
  name: string,
  { env, outputFile }: ProgramOptions,
  startProgram: (options: GroupOptions) => ProcessGroup,
): Promise<number> {
  const output = outputFile ? openSync(outputFile, 'w') : 'inherit';
  try {
    return await untilOver(
      name,
      startProgram({
        cwd: root,
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
  const file = path.join(root, 'node_modules', '.bin', name);
  return run(name, options, group => startNodeGroup([file, ...args], group));
}
