import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withTail } from '../../scripts/logTail';
import { startGroup } from '../../scripts/processGroup';
import { outputFolder } from './places';

/**
 * Runs a program to its end; its output goes to a log in test-output.
 *
 * @throws Error with the tail of the log when the program fails.
 */
export async function runProgram(
  command: string,
  args: string[],
  options: { cwd: string; log: string; env?: Record<string, string> },
): Promise<void> {
  mkdirSync(outputFolder, { recursive: true });
  const logFile = path.join(outputFolder, `stock-${options.log}.log`);
  const output = openSync(logFile, 'a');
  const program = startGroup(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    output,
  });
  try {
    const exitCode = await program.ended;
    if (exitCode !== 0) {
      throw new Error(
        withTail(
          `${command} ${args.join(' ')} ended with ${exitCode}:`,
          readFileSync(logFile, 'utf8'),
        ),
      );
    }
  } finally {
    await program.stop();
    closeSync(output);
  }
}
