import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputFolder } from '../scripts/places';
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

const rounds = numberFrom('BENCH_IDLE_ROUNDS', 5);
const minutes = numberFrom('BENCH_IDLE_MINUTES', 10);

interface Round {
  startMs: number;
  bytes: number;
  statementsPerMinute: number;
}

/**
 * Starts the whole backend with and without the plugin, each on a server of its own,
 * and leaves both alone at the same time. `BENCH_IDLE_ROUNDS` and
 * `BENCH_IDLE_MINUTES` set how often and for how long.
 */
export async function run(): Promise<Result[]> {
  const without = await idleBackend({ name: 'without', withPlugin: false });
  const ours = await idleBackend({ name: 'with', withPlugin: true });
  try {
    // The first start compiles, and makes the databases.
    for (const each of [without, ours]) {
      progress('idle: the first start, which does not count');
      await each.start();
      await each.stop();
    }
    const all: { without: Round; ours: Round }[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      progress(`idle: round ${round} of ${rounds}, ${minutes} min`);
      all.push(await compare(without, ours, round % 2 === 0));
    }
    return resultsOf(all);
  } finally {
    await without.dispose();
    await ours.dispose();
  }
}

async function compare(
  without: IdleBackend,
  ours: IdleBackend,
  oursFirst: boolean,
): Promise<{ without: Round; ours: Round }> {
  const started = new Map<IdleBackend, number>();
  for (const each of oursFirst ? [ours, without] : [without, ours]) {
    started.set(each, await each.start());
    await sleep(10_000);
  }
  await sleep(settlingMinutes * 60_000);
  const before = await Promise.all([without, ours].map(countStatements));
  const listed = await Promise.all([without, ours].map(statementCounts));
  await sleep(minutes * 60_000);
  const after = await Promise.all([without, ours].map(countStatements));
  keepOrigins(listed, await Promise.all([without, ours].map(statementCounts)));
  const [one, other] = [without, ours].map((each, index) => ({
    startMs: started.get(each)!,
    bytes: each.residentBytes(),
    statementsPerMinute: (after[index] - before[index]) / minutes,
  }));
  await Promise.all([without.stop(), ours.stop()]);
  return { without: one, ours: other };
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

function resultsOf(all: readonly { without: Round; ours: Round }[]): Result[] {
  const of = (which: 'without' | 'ours', what: keyof Round) =>
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
