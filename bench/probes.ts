import { setTimeout as sleep } from 'node:timers/promises';
import { startPortal, type Portal } from '../e2e/startPortal';
import { load, type Round } from './load';
import { progress } from './progress';
import { median, type Result } from './result';
import { countingSettings, countStatements, startCounting } from './statements';

/** Throughput of our readiness probe, of what Backstage's own has. */
const targetRatio = 0.9;

/** Statements per probe. One query each would be 1; the rest is background. */
const targetStatementsPerProbe = 0.001;

const paths = {
  backstage: '/.backstage/health/v1/readiness',
  ours: '/api/database-health/health/ready',
  control: '/.backstage/health/v1/readiness',
};

type Name = keyof typeof paths;

const names = Object.keys(paths) as Name[];
const rounds = 12;
const roundSeconds = 2;
const warmUpSeconds = 5;

// As long as the interval of the pulse, so that one falls into each.
const countingSeconds = 15;
const countingRounds = 5;

/**
 * Asks both readiness probes of a real portal by turns, and counts what statements
 * the databases of the plugins see meanwhile, beside a time without probes.
 */
export async function run(): Promise<Result[]> {
  progress('probes: starting a portal');
  const portal = await startPortal({ postgresSettings: countingSettings });
  try {
    await startCounting(portal);
    return [...(await compareSpeed(portal)), await compareStatements(portal)];
  } finally {
    await portal.stop();
  }
}

async function compareSpeed(portal: Portal): Promise<Result[]> {
  const url = (name: Name) => `${portal.url}${paths[name]}`;
  const all: Record<Name, Round[]> = { backstage: [], ours: [], control: [] };
  progress('probes: warming up');
  for (const name of names) {
    await load(url(name), warmUpSeconds);
  }
  for (let round = 0; round < rounds; round += 1) {
    progress(`probes: throughput, round ${round + 1} of ${rounds}`);
    // Each comes first, second and third equally often.
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      all[name].push(await load(url(name), roundSeconds));
    }
  }
  const compare = (
    name: string,
    figure: 'requestsPerSecond' | 'p50Ms' | 'p99Ms',
    format: (value: number) => string,
  ) => {
    const middle = (of: Name) => median(all[of].map(each => each[figure]));
    const ratioOf = (of: Name) =>
      median(
        all[of].map(
          (each, round) => each[figure] / all.backstage[round][figure],
        ),
      );
    return {
      name,
      baseline: format(middle('backstage')),
      measured: format(middle('ours')),
      ratio: ratioOf('ours'),
      controlRatio: ratioOf('control'),
    };
  };
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  const speed = compare(
    'probe throughput',
    'requestsPerSecond',
    value => `${Math.round(value)}/s`,
  );
  return [
    {
      ...speed,
      target: `≥ ${targetRatio}`,
      met: speed.ratio >= targetRatio,
    },
    compare('probe latency, p50', 'p50Ms', ms),
    compare('probe latency, p99', 'p99Ms', ms),
  ];
}

async function compareStatements(portal: Portal): Promise<Result> {
  const during = async (work: () => Promise<number>) => {
    const before = await countStatements(portal);
    const probes = await work();
    return { probes, statements: (await countStatements(portal)) - before };
  };
  const quiet: number[] = [];
  const storm: number[] = [];
  let probes = 0;
  for (let round = 0; round < countingRounds; round += 1) {
    progress(`probes: statements, round ${round + 1} of ${countingRounds}`);
    const without = await during(async () => {
      await sleep(countingSeconds * 1000);
      return 0;
    });
    const withProbes = await during(
      async () =>
        (
          await load(`${portal.url}${paths.ours}`, countingSeconds)
        ).requests,
    );
    quiet.push(without.statements);
    storm.push(withProbes.statements);
    probes += withProbes.probes;
  }
  // Round by round: other work of the portal comes in bursts, which a sum would keep.
  const perProbe =
    median(storm.map((count, round) => count - quiet[round])) /
    (probes / countingRounds);
  return {
    name: `statements in ${countingSeconds} s, ${probes} probes in all`,
    baseline: `${median(quiet)}`,
    measured: `${median(storm)}`,
    ratio: median(storm.map((count, round) => count / quiet[round])),
    target: `≤ ${targetStatementsPerProbe} per probe`,
    met: perProbe <= targetStatementsPerProbe,
  };
}
