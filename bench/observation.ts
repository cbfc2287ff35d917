import type { Knex } from 'knex';
import { startPostgres } from 'postgres-server';
import { memoryAfterQueries } from './observation/memory';
import {
  type Clients,
  type Kind,
  type QueryName,
  startClients,
} from './observation/startClients';
import { progress } from './progress';
import { median, type Result } from './result';

/** What a query may cost with observation, of what it costs without. */
const targetRatio = 1.02;

// Each time the compiler decides anew, which moves the figures by a hundredth.
const generations = 5;
const rounds = 300;
// So short that most rounds are over before another process takes the processor.
const roundMs = 3;
const warmUpMs = 1_000;

// Ours is compared with the bare client to a hundredth, so both are in one process.
const processes: readonly (readonly Kind[])[] = [
  ['bare', 'control', 'ours'],
  ['openTelemetry'],
];
const allKinds = processes.flat();

const queries: readonly QueryName[] = ['select 1', 'select of 1000 rows'];
const parallels = [1, 10];

interface Engine {
  config: Knex.Config;
  stop(): Promise<void>;
}

const engines: Record<string, () => Promise<Engine>> = {
  'PostgreSQL 18': async () => {
    const server = await startPostgres();
    return {
      config: {
        client: 'pg',
        connection: server.connection(),
        pool: { min: 1, max: Math.max(...parallels) },
      },
      stop: () => server.dispose(),
    };
  },
  SQLite: async () => ({
    config: {
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    },
    stop: async () => {},
  }),
};

type Micros = Record<Kind, number[]>;

/**
 * Runs the same queries on clients that are observed, that are not, and that
 * OpenTelemetry records, by turns; then weighs what observation keeps.
 */
export async function run(): Promise<Result[]> {
  const results: Result[] = [];
  for (const [engineName, start] of Object.entries(engines)) {
    const { config, stop } = await start();
    const cases = queries.flatMap(query =>
      parallels.map(parallel => ({
        name: `${engineName}, ${query}, ${parallel} in parallel`,
        query,
        parallel,
        micros: newMicros(),
      })),
    );
    for (let generation = 0; generation < generations; generation += 1) {
      progress(
        `observation: ${engineName}, ${generation + 1} of ${generations}`,
      );
      const clients = await startAll(config, generation);
      for (const each of cases) {
        await takeRounds(clients, each);
      }
      await Promise.all([...new Set(clients.values())].map(of => of.stop()));
    }
    await stop();
    results.push(...cases.flatMap(resultsOf));
  }
  return [...results, await memoryAfterQueries()];
}

function newMicros(): Micros {
  return { bare: [], control: [], ours: [], openTelemetry: [] };
}

async function startAll(
  config: Knex.Config,
  generation: number,
): Promise<Map<Kind, Clients>> {
  const clients = new Map<Kind, Clients>();
  for (const kinds of processes) {
    // What is made first is compiled for first.
    const first = generation % kinds.length;
    const started = await startClients(
      [...kinds.slice(first), ...kinds.slice(0, first)],
      config,
    );
    kinds.forEach(kind => clients.set(kind, started));
  }
  return clients;
}

async function takeRounds(
  clients: Map<Kind, Clients>,
  {
    query,
    parallel,
    micros,
  }: { query: QueryName; parallel: number; micros: Micros },
): Promise<void> {
  const time = (kind: Kind, count: number) =>
    clients.get(kind)!.run({ kind, query, parallel, count });
  let perQuery = 0;
  for (const endMs = Date.now() + warmUpMs; Date.now() < endMs; ) {
    for (const kind of allKinds) {
      perQuery = await time(kind, 20);
    }
  }
  const count = Math.max(parallel, Math.round((roundMs * 1000) / perQuery));
  for (let round = 0; round < rounds; round += 1) {
    // In any order, so that none comes always after the same other one.
    for (const kind of shuffled(allKinds)) {
      micros[kind].push(await time(kind, count));
    }
  }
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map(item => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function resultsOf({
  name,
  micros,
}: {
  name: string;
  micros: Micros;
}): Result[] {
  const print = (kind: Kind) => `${median(micros[kind]).toFixed(1)} µs`;
  const ratioOf = (kind: Kind, against: Kind) =>
    median(micros[kind].map((each, i) => each / micros[against][i]));
  const ratio = ratioOf('ours', 'bare');
  const besideOpenTelemetry = ratioOf('ours', 'openTelemetry');
  return [
    {
      name: `observation: ${name}`,
      baseline: print('bare'),
      measured: print('ours'),
      ratio,
      controlRatio: ratioOf('control', 'bare'),
      target: `≤ ${targetRatio}`,
      met: ratio <= targetRatio,
    },
    {
      name: `observation: ${name}, against OpenTelemetry's`,
      baseline: print('openTelemetry'),
      measured: print('ours'),
      ratio: besideOpenTelemetry,
      target: '< 1',
      met: besideOpenTelemetry < 1,
    },
  ];
}
