import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { progress } from '../progress';
import type { Result } from '../result';

/** What may be left in memory of all that was observed. */
const targetBytes = 10_000_000;

const run = promisify(execFile);

/** By how much the memory of a process has grown, in bytes, once all is given back. */
async function growthOf(kind: 'bare' | 'ours'): Promise<number> {
  const { stdout } = await run(
    process.execPath,
    [
      '--expose-gc',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, 'growth.ts'),
    ],
    { env: { ...process.env, NODE_ENV: 'production', KIND: kind } },
  );
  return Number(stdout);
}

/** Weighs a process before and after millions of queries, with and without observation. */
export async function memoryAfterQueries(): Promise<Result> {
  progress('observation: memory after 5 million queries');
  const [bare, ours] = await Promise.all([growthOf('bare'), growthOf('ours')]);
  const print = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return {
    name: 'observation: growth of the heap with 5 million queries, 100 000 distinct statements',
    baseline: print(bare),
    measured: print(ours),
    ratio: NaN,
    target: `< ${print(targetBytes)}`,
    met: ours < targetBytes,
  };
}
