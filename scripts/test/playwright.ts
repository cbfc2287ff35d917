import { existsSync, readFileSync } from 'node:fs';
import { type Outcome, single, withExitCode } from './counts';

/** What Playwright's reporter `json` says of tests. */
interface Suite {
  file: string;
  suites?: Suite[];
  specs: { tests: { results: { duration: number }[] }[] }[];
}

/** Reads the results of Playwright's reporter `json`. */
export function readPlaywrightOutcome(file: string, exitCode: number): Outcome {
  if (!existsSync(file)) {
    return { counts: single('failed') };
  }
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8'));
  return {
    counts: withExitCode(
      {
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
      },
      exitCode,
    ),
    runTwice: testsOf(suites).filter(({ results }) => results.length > 1)
      .length,
    files: (suites as Suite[]).map(suite => ({
      file: `e2e/${suite.file}`,
      seconds:
        testsOf([suite])
          .flatMap(({ results }) => results)
          .reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  };
}

function testsOf(suites: Suite[]): Suite['specs'][number]['tests'] {
  return suites.flatMap(suite => [
    ...suite.specs.flatMap(({ tests }) => tests),
    ...testsOf(suite.suites ?? []),
  ]);
}
