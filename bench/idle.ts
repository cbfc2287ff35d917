import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputFolder } from '../scripts/places';
import { builtPackages } from './idle/packages';
import { idleBackend, type IdleBackend } from './idle/startBackend';
import { progress } from './progress';
import { median, type Result } from './result';
import { countStatements, statementCounts } from './statements';

/** Time until the backend is ready, of what it takes without the plugin. */
const targetStartRatio = 1.05;

/** Memory after the time, beyond that of the backend without the plugin. */
const targetMoreBytes = 40e6;

/** Of an idle portal of 14 plugins. */
const targetStatementsPerMinute = 60;

/** Until the catalog has read its files, and each database was surveyed once. */
const settlingMinutes = 2;

const pairCount = numberFrom('BENCH_IDLE_PAIRS', 5);
const minutes = numberFrom('BENCH_IDLE_MINUTES', 10);

interface Figures {
  startMs: number;
  bytes: number;
  statementsPerMinute: number;
}

interface Pair {
  readonly without: IdleBackend;
  readonly ours: IdleBackend;
}

/**
 * Starts the whole backend with and without the plugin, each on a server of its own,
 * as often as there are pairs, one after the other, and leaves all of them alone at
 * the same time. `BENCH_IDLE_PAIRS` and `BENCH_IDLE_MINUTES` set how many and for how
 * long.
 */
export async function run(): Promise<Result[]> {
  progress('idle: building the packages');
  const folder = await builtPackages();
  const pairs: Pair[] = [];
  const all = () => pairs.flatMap(({ without, ours }) => [without, ours]);
  try {
    for (let pair = 1; pair <= pairCount; pair += 1) {
      progress(`idle: pair ${pair} of ${pairCount}, first starts do not count`);
      const without = await idleBackend({
        name: `without-${pair}`,
        folder,
        withPlugin: false,
      });
      const ours = await idleBackend({
        name: `with-${pair}`,
        folder,
        withPlugin: true,
      });
      pairs.push({ without, ours });
      // The first start compiles, and makes the databases.
      for (const each of [without, ours]) {
        await each.start();
        await each.stop();
      }
    }
    const startMs = new Map<IdleBackend, number>();
    for (const [index, { without, ours }] of pairs.entries()) {
      progress(`idle: start of pair ${index + 1} of ${pairCount}`);
      for (const each of index % 2 === 0 ? [without, ours] : [ours, without]) {
        startMs.set(each, await each.start());
        await sleep(10_000);
      }
    }
    progress(`idle: ${settlingMinutes} + ${minutes} min`);
    await sleep(settlingMinutes * 60_000);
    const before = await Promise.all(all().map(countStatements));
    const [first] = pairs;
    const listed = await listStatements(first);
    await sleep(minutes * 60_000);
    const after = await Promise.all(all().map(countStatements));
    keepOrigins(listed, await listStatements(first));
    const figures = new Map(
      all().map((each, index) => [
        each,
        {
          startMs: startMs.get(each)!,
          bytes: each.residentBytes(),
          statementsPerMinute: (after[index] - before[index]) / minutes,
        },
      ]),
    );
    return resultsOf(
      pairs.map(({ without, ours }) => ({
        without: figures.get(without)!,
        ours: figures.get(ours)!,
      })),
    );
  } finally {
    await Promise.all(all().map(each => each.dispose()));
  }
}

function listStatements({
  without,
  ours,
}: Pair): Promise<Map<string, number>[]> {
  return Promise.all([without, ours].map(statementCounts));
}

/** What the plugin asks more, most often first, for people. */
function keepOrigins(
  before: readonly Map<string, number>[],
  after: readonly Map<string, number>[],
): void {
  const perMinute = (index: number, query: string) =>
    ((after[index].get(query) ?? 0) - (before[index].get(query) ?? 0)) /
    minutes;
  const lines = [...after[1].keys()]
    .map(query => ({ query, more: perMinute(1, query) - perMinute(0, query) }))
    .filter(({ more }) => Math.abs(more) > 0.01)
    .sort((a, b) => b.more - a.more)
    .map(
      ({ query, more }) =>
        `${more.toFixed(1).padStart(7)}/min  ${query.replace(/\s+/g, ' ')}`,
    );
  writeFileSync(
    join(outputFolder, 'idle-statements.txt'),
    `${lines.join('\n')}\n`,
  );
}

function resultsOf(
  all: readonly { without: Figures; ours: Figures }[],
): Result[] {
  const of = (which: 'without' | 'ours', what: keyof Figures) =>
    median(all.map(round => round[which][what]));
  const startRatio = median(
    all.map(({ ours, without }) => ours.startMs / without.startMs),
  );
  const moreBytes = median(
    all.map(({ ours, without }) => ours.bytes - without.bytes),
  );
  const moreStatements = median(
    all.map(
      ({ ours, without }) =>
        ours.statementsPerMinute - without.statementsPerMinute,
    ),
  );
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const perMinute = (count: number) => `${Math.round(count)}/min`;
  return [
    {
      name: 'start of the backend with the plugin: time to ready',
      baseline: seconds(of('without', 'startMs')),
      measured: seconds(of('ours', 'startMs')),
      ratio: startRatio,
      target: `≤ ${targetStartRatio}`,
      met: startRatio <= targetStartRatio,
    },
    {
      name: `idle backend with the plugin: memory after ${minutes} min`,
      baseline: megabytes(of('without', 'bytes')),
      measured: megabytes(of('ours', 'bytes')),
      ratio: of('ours', 'bytes') / of('without', 'bytes'),
      target: `≤ ${megabytes(targetMoreBytes)} more`,
      met: moreBytes <= targetMoreBytes,
    },
    {
      name: 'idle backend with the plugin: statements of its databases',
      baseline: perMinute(of('without', 'statementsPerMinute')),
      measured: perMinute(of('ours', 'statementsPerMinute')),
      ratio:
        of('ours', 'statementsPerMinute') /
        of('without', 'statementsPerMinute'),
      target: `≤ ${targetStatementsPerMinute}/min more`,
      met: moreStatements <= targetStatementsPerMinute,
    },
  ];
}

function numberFrom(name: string, normal: number): number {
  const value = Number(process.env[name] ?? normal);
  if (!(value > 0)) {
    throw new Error(`${name} must be a number above 0`);
  }
  return value;
}
