import { existsSync, readFileSync } from 'node:fs';

/** How many tests came out which way; a step without tests in it counts as one. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
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

/** Reads the results of Playwright's reporter `json`. */
export function readPlaywrightCounts(file: string, exitCode: number): Counts {
  if (!existsSync(file)) {
    return single('failed');
  }
  const { stats } = JSON.parse(readFileSync(file, 'utf8'));
  return withExitCode(
    {
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
    },
    exitCode,
  );
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
