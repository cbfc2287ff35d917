import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTail } from '../../scripts/logTail';
import { outputFolder } from '../../scripts/places';
import { runProgram } from '../../scripts/test/program';

/**
 * Runs a program to its end; its output goes to a log in test-output.
 *
 * @throws Error with the tail of the log when the program fails.
 */
export async function runLogged(
  command: string,
  args: string[],
  options: { cwd: string; log: string; env?: Record<string, string> },
): Promise<void> {
  const { cwd, log, env } = options;
  mkdirSync(outputFolder, { recursive: true });
  const outputFile = join(outputFolder, `stock-${log}.log`);
  const exitCode = await runProgram(command, args, { cwd, env, outputFile });
  if (exitCode !== 0) {
    throw new Error(
      withTail(
        `${command} ${args.join(' ')} ended with ${exitCode}:`,
        readFileSync(outputFile, 'utf8'),
      ),
    );
  }
}
