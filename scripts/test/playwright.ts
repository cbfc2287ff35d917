import { existsSync, readFileSync } from 'node:fs';
import { failure, type Outcome, single, withExitCode } from './counts';

/** What Playwright's reporter `json` says of tests. */
interface Suite {
  file: string;
  suites?: Suite[];
  specs: Spec[];
}

interface Spec {
  title: string;
  tests: {
    status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
    results: { duration: number; error?: { message?: string } }[];
  }[];
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
    failures: (suites as Suite[]).flatMap(suite =>
      specsOf(suite).flatMap(({ title, tests }) =>
        tests
          .filter(({ status }) => status === 'unexpected')
          .map(({ results }) =>
            failure(
              `e2e/${suite.file} › ${title}`,
              results.map(({ error }) => error?.message ?? '').join('\n'),
            ),
          ),
      ),
    ),
    files: (suites as Suite[]).map(suite => ({
      file: `e2e/${suite.file}`,
      seconds:
        testsOf([suite])
          .flatMap(({ results }) => results)
          .reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  };
}

function testsOf(suites: Suite[]): Spec['tests'] {
  return suites.flatMap(specsOf).flatMap(({ tests }) => tests);
}

function specsOf({ specs, suites = [] }: Suite): Spec[] {
  return [...specs, ...suites.flatMap(specsOf)];
}
