import { mkdirSync } from 'node:fs';
import { exitWith } from './exitWith';
import { isFailed, slowestInWords, summary } from './test/counts';
import { runQuickJest } from './test/jest';
import { outputFolder } from './places';
import { stopProgramsWhenAsked } from './test/program';

stopProgramsWhenAsked();

/**
 * Runs the tests that need no server and no whole backend, those of the paths
 * given as arguments, or all.
 */
async function main(): Promise<number> {
  mkdirSync(outputFolder, { recursive: true });
  const startedAt = Date.now();
  const { counts, files = [] } = await runQuickJest(process.argv.slice(2));
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`Slowest test files of ${seconds} s:\n${slowestInWords(files)}`);
  console.log(summary(counts));
  return isFailed(counts) ? 1 : 0;
}

exitWith(main());
