import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Counts, isFailed, sum, summary } from './test/counts';
import { outputFolder, root } from './test/places';
import { stopRunningStep } from './test/program';
import { steps } from './test/steps';

const stopSignals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

for (const signal of Object.keys(stopSignals) as (keyof typeof stopSignals)[]) {
  process.on(signal, () => {
    stopRunningStep().then(() => process.exit(128 + stopSignals[signal]));
  });
}
process.on('disconnect', () => {
  stopRunningStep().then(() => process.exit(1));
});

async function main(): Promise<number> {
  rmSync(outputFolder, { recursive: true, force: true });
  mkdirSync(outputFolder);
  const results: { name: string; counts: Counts; seconds: number }[] = [];
  for (const step of steps) {
    console.log(`\n=== ${step.name}`);
    const startedAt = Date.now();
    const counts = await step.run();
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    results.push({ name: step.name, counts, seconds });
  }

  console.log(`\n=== Summary, in ${path.basename(root)}`);
  for (const { name, counts, seconds } of results) {
    const mark = isFailed(counts) ? 'FAILED' : 'ok';
    console.log(
      `${mark.padEnd(6)} ${`${seconds} s`.padStart(6)}  ${name}: ${summary(
        counts,
      )}`,
    );
  }
  const total = sum(results.map(({ counts }) => counts));
  console.log(summary(total));
  return isFailed(total) ? 1 : 0;
}

main().then(
  // The channel to the bootstrap would keep this process alive.
  code => process.exit(code),
  error => {
    console.error(error);
    process.exit(1);
  },
);
