import { setTimeout as sleep } from 'node:timers/promises';
import { startPortal, type Portal } from '../e2e/startPortal';
import { load, type Round } from './load';
import { progress } from './progress';
import { residentBytes } from './residentBytes';
import { median, type Result } from './result';
import { countingSettings, countStatements, startCounting } from './statements';

const requestsPerSecond = 2_000;

/** Of each route, while the server is in each state. */
const secondsPerState = Number(process.env.BENCH_STORM_SECONDS ?? 30);
const roundSeconds = 2.5;

const targets = {
  /** Throughput of our readiness probe, of what Backstage's own has. */
  throughput: 0.9,
  p99: 1.1,
  /** Of one probe; one query each would be 1, the rest is background. */
  statements: 0.01,
  /** Memory after all states, of what it was after the first round of each route. */
  memory: 1.1,
};

const paths = {
  backstage: '/.backstage/health/v1/readiness',
  ours: '/api/database-health/health/ready',
  control: '/.backstage/health/v1/readiness',
};

type Name = keyof typeof paths;
type Rounds = Record<Name, (Round & { statements: number })[]>;

const names = Object.keys(paths) as Name[];

/** What happens to the server of the portal. */
const states: Record<string, (portal: Portal) => Promise<void>> = {
  async stopped({ postgres }) {
    await postgres!.stop();
  },
  async hung({ postgres }) {
    await postgres!.start();
    postgres!.pause();
  },
  async restarted({ postgres }) {
    postgres!.resume();
    await postgres!.stop();
    await postgres!.start();
  },
};

/**
 * Asks both readiness probes of a real portal by turns, 2000 times a second, while its
 * PostgreSQL is stopped, hangs and is back.
 */
export async function run(): Promise<Result[]> {
  progress('storm: starting a portal');
  const portal = await startPortal({ postgresSettings: countingSettings });
  try {
    await startCounting(portal);
    await storm(portal, 'warm-up', 1);
    const bytesBefore = residentBytes(portal.pid());
    const results: Result[] = [];
    for (const [state, bring] of Object.entries(states)) {
      await bring(portal);
      // Until pulses have seen it, and pools have given up.
      await sleep(Math.min(secondsPerState, 20) * 1000);
      const rounds = Math.ceil(secondsPerState / roundSeconds);
      const all = await storm(portal, state, rounds);
      results.push(...compare(state, all));
      if (state === 'restarted') {
        results.push(compareStatements(all));
      }
    }
    const bytes = residentBytes(portal.pid());
    return [...results, compareMemory(bytesBefore, bytes)];
  } finally {
    portal.postgres!.resume();
    await portal.stop();
  }
}

async function storm(
  portal: Portal,
  state: string,
  rounds: number,
): Promise<Rounds> {
  const all: Rounds = { backstage: [], ours: [], control: [] };
  // While it is away it counts nothing, and nothing can be asked of it.
  const counted = async () =>
    state === 'restarted' ? countStatements(portal) : 0;
  for (let round = 0; round < rounds; round += 1) {
    progress(`storm: PostgreSQL ${state}, round ${round + 1} of ${rounds}`);
    // Each comes first, second and third equally often.
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      const before = await counted();
      const went = await load(`${portal.url}${paths[name]}`, roundSeconds, {
        requestsPerSecond,
      });
      all[name].push({ ...went, statements: (await counted()) - before });
    }
  }
  return all;
}

function compare(state: string, all: Rounds): Result[] {
  const figure = (
    name: string,
    of: 'requestsPerSecond' | 'p99Ms',
    format: (value: number) => string,
  ) => {
    const middle = (which: Name) => median(all[which].map(each => each[of]));
    const ratioOf = (which: Name) =>
      median(
        all[which].map((each, round) => each[of] / all.backstage[round][of]),
      );
    return {
      name: `storm, PostgreSQL ${state}: ${name}`,
      baseline: format(middle('backstage')),
      measured: format(middle('ours')),
      ratio: ratioOf('ours'),
      controlRatio: ratioOf('control'),
    };
  };
  const speed = figure(
    'throughput',
    'requestsPerSecond',
    value => `${Math.round(value)}/s`,
  );
  const p99 = figure('p99', 'p99Ms', value => `${value.toFixed(2)} ms`);
  return [
    {
      ...speed,
      target: `≥ ${targets.throughput}`,
      met: speed.ratio >= targets.throughput,
    },
    { ...p99, target: `≤ ${targets.p99}`, met: p99.ratio <= targets.p99 },
  ];
}

function compareStatements({ backstage, ours }: Rounds): Result {
  const probes = median(ours.map(({ requests }) => requests));
  const more = median(
    ours.map(
      ({ statements }, round) => statements - backstage[round].statements,
    ),
  );
  return {
    name: `storm: statements in ${roundSeconds} s of ${probes} probes`,
    baseline: `${median(backstage.map(({ statements }) => statements))}`,
    measured: `${median(ours.map(({ statements }) => statements))}`,
    ratio: NaN,
    target: `≤ ${targets.statements} per probe`,
    met: more / probes <= targets.statements,
  };
}

function compareMemory(before: number, after: number): Result {
  const format = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MiB`;
  return {
    name: 'storm: memory of the backend after all of it',
    baseline: format(before),
    measured: format(after),
    ratio: after / before,
    target: `≤ ${targets.memory}`,
    met: after / before <= targets.memory,
  };
}
