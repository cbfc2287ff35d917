import { mkdirSync } from 'node:fs';
import { outputFolder } from '../places';
import { endInWords, isFailed, type Outcome, slowestInWords } from './counts';

/**
 * Runs tests by themselves, and says what they gave; the last line has the counts.
 *
 * @returns the exit code.
 */
export async function runOneStep(run: () => Promise<Outcome>): Promise<number> {
  mkdirSync(outputFolder, { recursive: true });
  const startedAt = Date.now();
  const { counts, runTwice, files = [], failures = [] } = await run();
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`Slowest test files of ${seconds} s:\n${slowestInWords(files)}`);
  if (runTwice !== undefined) {
    console.log(`run twice: ${runTwice}`);
  }
  console.log(endInWords(failures, counts));
  return isFailed(counts) ? 1 : 0;
}
