import { stripVTControlCharacters } from 'node:util';

/** How many tests came out which way; a step without tests in it counts as one. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** How long one test file took, with a path from the root of the checkout. */
export interface FileTime {
  file: string;
  seconds: number;
}

/** How a step ended. */
export interface Outcome {
  counts: Counts;
  /** What failed at first, and was run once more: files of tests, browser tests. */
  runTwice?: number;
  files?: readonly FileTime[];
  /** What failed and why, for people: several lines each. */
  failures?: readonly string[];
}

/** The counts of a step that is one test. */
export function single(outcome: keyof Counts): Counts {
  return { passed: 0, failed: 0, skipped: 0, [outcome]: 1 };
}

/** All counts together. */
export function sum(all: Counts[]): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** Whether anything failed. */
export function isFailed(counts: Counts): boolean {
  return counts.failed > 0;
}

/** The line that the whole run ends with. */
export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * A runner that fails without naming a test (it crashed, or a file did not
 * compile) must not pass for one that found nothing wrong.
 */
export function withExitCode(counts: Counts, exitCode: number): Counts {
  return exitCode !== 0 && counts.failed === 0
    ? sum([counts, single('failed')])
    : counts;
}

const mostLinesOfFailure = 20;
const mostCharactersOfFailure = 3_000;

/** What failed, with the first lines of why. */
export function failure(what: string, why: string): string {
  return [what, ...stripVTControlCharacters(why).trim().split('\n')]
    .slice(0, mostLinesOfFailure)
    .join('\n  ')
    .slice(0, mostCharactersOfFailure);
}

/**
 * What a run says at its end: what failed, and the counts, which a machine reads from
 * the last line.
 */
export function endInWords(failures: readonly string[], total: Counts): string {
  const told = failures.length > 0 ? ['=== Failed', ...failures] : [];
  return [...told, summary(total)].join('\n');
}

/** The test files that took longest, a line each. */
export function slowestInWords(files: readonly FileTime[], most = 10): string {
  return [...files]
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, most)
    .map(({ file, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${file}`)
    .join('\n');
}
