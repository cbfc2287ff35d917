import { mkdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { exitWith } from './exitWith';
import {
  endInWords,
  isFailed,
  type Outcome,
  slowestInWords,
  sum,
  summary,
} from './test/counts';
import { outputFolder, root } from './places';
import { stopProgramsWhenAsked } from './test/program';
import { stages, type Step } from './test/steps';

stopProgramsWhenAsked();

interface Result extends Outcome {
  name: string;
  seconds: number;
}

async function runStep({ name, run }: Step): Promise<Result> {
  console.log(`\n=== ${name}`);
  const startedAt = Date.now();
  const outcome = await run();
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`=== ${name}: ${summary(outcome.counts)}`);
  return { ...outcome, name, seconds };
}

async function runLane(lane: readonly Step[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const step of lane) {
    results.push(await runStep(step));
  }
  return results;
}

async function main(): Promise<number> {
  rmSync(outputFolder, { recursive: true, force: true });
  mkdirSync(outputFolder);
  const results: Result[] = [];
  for (const lanes of stages) {
    results.push(...(await Promise.all(lanes.map(runLane))).flat());
  }

  console.log(`\n=== Summary, in ${basename(root)}`);
  for (const { name, counts, seconds } of results) {
    const mark = isFailed(counts) ? 'FAILED' : 'ok';
    console.log(
      `${mark.padEnd(6)} ${`${seconds} s`.padStart(6)}  ${name}: ${summary(
        counts,
      )}`,
    );
  }
  console.log(
    `Slowest test files, beside all others:\n${slowestInWords(
      results.flatMap(({ files = [] }) => files),
    )}`,
  );
  const runTwice = results.reduce((all, each) => all + (each.runTwice ?? 0), 0);
  console.log(`run twice: ${runTwice}`);
  const total = sum(results.map(({ counts }) => counts));
  const failures = results.flatMap(({ failures: of = [] }) => of);
  console.log(endInWords(failures, total));
  return isFailed(total) ? 1 : 0;
}

exitWith(main());
