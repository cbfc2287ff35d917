import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { outputFolder, root } from '../places';
import {
  type Counts,
  failure,
  type FileTime,
  type Outcome,
  single,
  withExitCode,
} from './counts';
import { runTool } from './program';

/** More would not fail by the load of the others. */
const mostFilesAgain = 3;

/** What jest's `--json` says of one test file. */
interface FileResult {
  name: string;
  /** Epoch milliseconds, as the end. */
  startTime: number;
  endTime: number;
  /** Where something was skipped, `focused` in place of `passed`, or `skipped`. */
  status: 'passed' | 'failed' | 'focused' | 'skipped';
  /** What went wrong around its tests, or in them. */
  message: string;
  assertionResults: {
    fullName: string;
    status: string;
    failureMessages: string[];
  }[];
}

interface Run {
  exitCode: number;
  /** `undefined` where jest did not come to its end. */
  files: FileResult[] | undefined;
}

/** Where the tests of set-ups lie, in each package. */
const deployments = '/__tests__/deployments/';

/** Runs the tests of the packages but those of set-ups. */
export function runJest(): Promise<Outcome> {
  return runBesideOthers('jest', [ignored('/node_modules/', deployments)]);
}

/** Runs the tests of set-ups, those of the paths given as arguments, or all. */
export function runDeploymentsJest(args: readonly string[]): Promise<Outcome> {
  return runBesideOthers('jest-deployments', [
    ...(args.length > 0 ? args : [deployments]),
    ignored('/node_modules/'),
  ]);
}

/**
 * Files that fail beside the others run once more by themselves: many are of servers
 * and of time, and a machine may be too busy for them. What fails twice has failed,
 * and what did not is named.
 */
async function runBesideOthers(
  name: string,
  args: readonly string[],
): Promise<Outcome> {
  const first = await run(name, [
    ...args,
    // More than cores: many tests wait for a server or for time to pass.
    '--maxWorkers=5',
    `--testSequencer=${join(__dirname, 'longestFirst.cjs')}`,
  ]);
  const failed = (first.files ?? []).filter(hasFailed);
  if (failed.length === 0 || failed.length > mostFilesAgain) {
    return outcomeOf(first);
  }
  const names = failed.map(file => relative(root, file.name));
  console.log(`\n=== Once more, by themselves: ${names.join(', ')}`);
  const second = await run(`${name}-again`, [
    '--runInBand',
    '--runTestsByPath',
    ...names,
  ]);
  const besideOthers = failuresOf(failed).map(each => `BESIDE OTHERS: ${each}`);
  console.log(besideOthers.join('\n'));
  const others = first.files!.filter(file => !hasFailed(file));
  const both = outcomeOf({
    exitCode: second.exitCode,
    files: second.files && [...others, ...second.files],
  });
  return {
    ...both,
    runTwice: failed.length,
    files: timesOf(first),
    // Two runs that failed may have failed for two reasons.
    failures: both.failures?.length ? [...both.failures, ...besideOthers] : [],
  };
}

/** Runs what needs no server and no whole backend, beside nothing else. */
export async function runQuickJest(args: readonly string[]): Promise<Outcome> {
  const quick = await run('jest-quick', [
    // First, or they would be taken for more patterns.
    ...args,
    '--maxWorkers=100%',
    ignored('/node_modules/', String.raw`\.live\.test\.`, deployments),
  ]);
  return outcomeOf(quick);
}

function ignored(...patterns: string[]): string {
  return `--testPathIgnorePatterns=${patterns.join('|')}`;
}

async function run(name: string, args: string[]): Promise<Run> {
  const results = join(outputFolder, `${name}.json`);
  const exitCode = await runTool('backstage-cli', [
    'repo',
    'test',
    '--watch=false',
    '--json',
    `--outputFile=${results}`,
    ...args,
  ]);
  return {
    exitCode,
    files: existsSync(results)
      ? JSON.parse(readFileSync(results, 'utf8')).testResults
      : undefined,
  };
}

function outcomeOf(all: Run): Outcome {
  return {
    counts: countsOf(all),
    files: timesOf(all),
    failures: failuresOf(all.files ?? []),
  };
}

function failuresOf(files: readonly FileResult[]): string[] {
  return files.filter(hasFailed).flatMap(file => {
    const name = relative(root, file.name);
    return isBroken(file)
      ? [failure(name, file.message)]
      : file.assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName, failureMessages }) =>
            failure(`${name} › ${fullName}`, failureMessages.join('\n')),
          );
  });
}

function timesOf({ files = [] }: Run): FileTime[] {
  return files.map(({ name, startTime, endTime }) => ({
    file: relative(root, name),
    seconds: (endTime - startTime) / 1000,
  }));
}

function countsOf({ exitCode, files }: Run): Counts {
  if (!files) {
    return single('failed');
  }
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const count = (holds: (status: string) => boolean) =>
    tests.filter(({ status }) => holds(status)).length;
  const passed = count(status => status === 'passed');
  const failed = count(status => status === 'failed');
  const skipped = tests.length - passed - failed;
  const broken = files.filter(isBroken).length;
  return withExitCode({ passed, failed: failed + broken, skipped }, exitCode);
}

function hasFailed({ status }: FileResult): boolean {
  return status === 'failed';
}

/** It does not compile, or failed around its tests. */
function isBroken(file: FileResult): boolean {
  return (
    hasFailed(file) &&
    file.assertionResults.every(({ status }) => status !== 'failed')
  );
}
