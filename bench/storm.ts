import { setTimeout as sleep } from 'node:timers/promises';
import { startPortal, type Portal } from '../e2e/startPortal';
import { readAsGuest, takeSurvey } from '../e2e/survey';
import { waitUntil } from '../scripts/readiness';
import { heldBytesOf } from './heldBytes';
import { load, quantile, type Round } from './load';
import { progress } from './progress';
import { median, type Result } from './result';
import { countingSettings, countStatements, startCounting } from './statements';

const requestsPerSecond = 2_000;

/** Of each route, while the server is in each state. */
const secondsPerState = Number(process.env.BENCH_STORM_SECONDS ?? 30);
const roundSeconds = 2.5;
const wellTimeoutMs = 180_000;

/** Until pulses have seen the state, and pools have given up. */
const settleSeconds = Math.min(secondsPerState, 20);

const targets = {
  /** Throughput of our readiness probe, of what Backstage's own has. */
  throughput: 0.9,
  p99: 1.1,
  /** Of one probe; one query each would be 1, the rest is background. */
  queries: 0.01,
  /** What is held after all states, of what was held when each had been once. */
  memory: 1.1,
};

const paths = {
  backstage: '/.backstage/health/v1/readiness',
  ours: '/api/database-health/health/ready',
  control: '/.backstage/health/v1/readiness',
};

type Name = keyof typeof paths;
type Rounds = Record<Name, (Round & { queries: number })[]>;

const names = Object.keys(paths) as Name[];

interface State {
  readonly name: string;
  bring(portal: Portal): Promise<void>;
  /** Queries so far, without a query where the server could not answer it. */
  count(portal: Portal): Promise<number>;
}

/** What happens to the server of the portal. */
const states: readonly State[] = [
  {
    name: 'stopped',
    bring: ({ postgres }) => postgres!.stop(),
    count: countTried,
  },
  {
    name: 'hung',
    async bring({ postgres }) {
      await postgres!.start();
      postgres!.pause();
    },
    count: countTried,
  },
  {
    name: 'restarted',
    async bring(portal) {
      portal.postgres!.resume();
      await portal.postgres!.stop();
      await portal.postgres!.start();
      await untilWell(portal);
    },
    count: countStatements,
  },
];

/**
 * Asks both readiness probes of a real portal by turns, 2000 times a second, while its
 * PostgreSQL is stopped, hangs and is back.
 */
export async function run(): Promise<Result[]> {
  progress('storm: starting a portal');
  const held = heldBytesOf();
  const portal = await startPortal({
    postgresSettings: countingSettings,
    env: held.env,
  });
  try {
    await startCounting(portal);
    // What an outage leaves behind once, such as compiled code, is no growth.
    for (const state of states) {
      await state.bring(portal);
      await storm(portal, state, 1);
    }
    const before = await held.read(portal.pid());
    const results: Result[] = [];
    for (const state of states) {
      await state.bring(portal);
      await sleep(settleSeconds * 1_000);
      const all = await storm(
        portal,
        state,
        Math.ceil(secondsPerState / roundSeconds),
      );
      results.push(...compare(state, all), compareQueries(state, all));
    }
    const after = await held.read(portal.pid());
    return [...results, compareMemory(before, after)];
  } finally {
    portal.postgres!.resume();
    await portal.stop();
  }
}

/**
 * Until all that an outage made others do is done: surveys come then, and plugins catch
 * up.
 */
async function untilWell(portal: Portal): Promise<void> {
  progress('storm: waiting until all is well again');
  const answers = async () => {
    const { databases } = await readAsGuest(portal, '/overview');
    return databases.every(({ reachable }) => reachable);
  };
  const isWell = () => answers().catch(() => false);
  if (!(await waitUntil(isWell, { timeoutMs: wellTimeoutMs }))) {
    throw new Error('The portal has not come back');
  }
  await takeSurvey(portal);
}

/** Queries of plugins that ended, or wait, and connections that were tried in vain. */
async function countTried({ url, monitoringToken }: Portal): Promise<number> {
  const response = await fetch(`${url}/api/database-health/metrics`, {
    headers: { Authorization: `Bearer ${monitoringToken}` },
  });
  const lines = (await response.text()).matchAll(
    /^(?:backstage_database_(?:queries|pool_create_failures)_total|db_client_connection_(?:timeouts_total|pending_requests))\{.*\} (\S+)$/gm,
  );
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
}

async function storm(
  portal: Portal,
  { name: state, count }: State,
  rounds: number,
): Promise<Rounds> {
  const all: Rounds = { backstage: [], ours: [], control: [] };
  for (let round = 0; round < rounds; round += 1) {
    progress(`storm: PostgreSQL ${state}, round ${round + 1} of ${rounds}`);
    // Each comes first, second and third equally often.
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      const before = await count(portal);
      const went = await load(`${portal.url}${paths[name]}`, roundSeconds, {
        requestsPerSecond,
      });
      all[name].push({ ...went, queries: (await count(portal)) - before });
    }
  }
  return all;
}

function compare({ name: state }: State, all: Rounds): Result[] {
  const perSecond = (name: Name) =>
    median(all[name].map(each => each.requestsPerSecond));
  const speedOf = (name: Name) =>
    median(
      all[name].map(
        (each, round) =>
          each.requestsPerSecond / all.backstage[round].requestsPerSecond,
      ),
    );
  // Of all rounds together: of one, some fifty requests decide, and a collection of
  // garbage falls into the round of one or of the other.
  const p99Of = (name: Name) =>
    quantile(
      all[name].flatMap(({ responseTimesMs }) => responseTimesMs),
      0.99,
    );
  const speed = speedOf('ours');
  const p99 = p99Of('ours') / p99Of('backstage');
  return [
    {
      name: `storm, PostgreSQL ${state}: throughput`,
      baseline: `${Math.round(perSecond('backstage'))}/s`,
      measured: `${Math.round(perSecond('ours'))}/s`,
      ratio: speed,
      controlRatio: speedOf('control'),
      target: `≥ ${targets.throughput}`,
      met: speed >= targets.throughput,
    },
    {
      name: `storm, PostgreSQL ${state}: p99 of all rounds`,
      baseline: `${p99Of('backstage').toFixed(2)} ms`,
      measured: `${p99Of('ours').toFixed(2)} ms`,
      ratio: p99,
      controlRatio: p99Of('control') / p99Of('backstage'),
      target: `≤ ${targets.p99}`,
      met: p99 <= targets.p99,
    },
  ];
}

/** Of all rounds together: what else a portal asks comes in bursts. */
function compareQueries(
  { name: state }: State,
  { backstage, ours, control }: Rounds,
): Result {
  const sum = (rounds: Rounds[Name], of: 'queries' | 'requests') =>
    rounds.reduce((total, each) => total + each[of], 0);
  const background = (sum(backstage, 'queries') + sum(control, 'queries')) / 2;
  const queries = sum(ours, 'queries');
  const probes = sum(ours, 'requests');
  return {
    name: `storm, PostgreSQL ${state}: queries in the time of ${probes} probes`,
    baseline: `${Math.round(background)}`,
    measured: `${queries}`,
    ratio: NaN,
    target: `≤ ${targets.queries} more per probe`,
    met: (queries - background) / probes <= targets.queries,
  };
}

function compareMemory(before: number, after: number): Result {
  const format = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  return {
    name: 'storm: memory that the backend holds after all of it',
    baseline: format(before),
    measured: format(after),
    ratio: after / before,
    target: `≤ ${targets.memory}`,
    met: after / before <= targets.memory,
  };
}
