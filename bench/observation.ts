import { performance } from 'node:perf_hooks';
import {
  createDatabaseObservations,
  observeDatabaseService,
} from 'backstage-plugin-database-health-node';
import createKnex, { type Knex } from 'knex';
import { startPostgres } from 'postgres-server';
import { progress } from './progress';

/** What a query may cost with observation, of what it costs without. */
export const targetRatio = 1.02;

/** What one kind of query costs on one engine, in medians over all rounds. */
export interface ObservationCost {
  name: string;
  plainMicros: number;
  observedMicros: number;
  /** Observed to plain, round by round. */
  ratio: number;
  /** Another plain client to plain: what the machine adds by itself. */
  controlRatio: number;
}

const rounds = 2_000;
// So short that most rounds are over before another process takes the processor.
const roundMs = 3;
const warmUpMs = 1_500;

type Query = (client: Knex) => PromiseLike<unknown>;

const queries: Record<string, Query> = {
  'select 1': client => client.raw('select 1'),
  'select of 1000 rows': client => client('bench_rows').select(),
};

const engines: Record<string, () => Promise<Engine>> = {
  'PostgreSQL 18': async () => {
    const server = await startPostgres();
    return {
      config: { client: 'pg', connection: server.connection() },
      stop: () => server.dispose(),
    };
  },
  SQLite: async () => ({
    config: { client: 'better-sqlite3', connection: ':memory:' },
    stop: async () => {},
  }),
};

interface Engine {
  config: Knex.Config;
  stop(): Promise<void>;
}

/**
 * Runs the same queries on a client that is observed, one that is not, and a
 * second one that is not, by turns; prints and returns what each costs.
 */
export async function run(): Promise<ObservationCost[]> {
  const costs: ObservationCost[] = [];
  for (const [engineName, start] of Object.entries(engines)) {
    const { config, stop } = await start();
    const clients = await connect(config);
    for (const [queryName, query] of Object.entries(queries)) {
      const name = `${engineName}, ${queryName}`;
      progress(`observation: ${name}`);
      costs.push({ name, ...(await costOf(clients, query)) });
    }
    await Promise.all(Object.values(clients).map(each => each.destroy()));
    await stop();
  }
  print(costs);
  return costs;
}

interface Clients {
  plain: Knex;
  observed: Knex;
  control: Knex;
}

async function connect(config: Knex.Config): Promise<Clients> {
  const open = async () => {
    const client = createKnex({
      ...config,
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    await fill(client);
    return client;
  };
  return {
    plain: await open(),
    observed: await observe(await open()),
    control: await open(),
  };
}

function observe(client: Knex): Promise<Knex> {
  return observeDatabaseService(
    { getClient: async () => client },
    {
      pluginId: 'bench',
      observations: createDatabaseObservations(),
      configured: { engine: 'postgres', name: 'bench', address: 'bench' },
    },
  ).getClient();
}

async function fill(client: Knex): Promise<void> {
  await client.schema.dropTableIfExists('bench_rows');
  await client.schema.createTable('bench_rows', table => {
    table.increments('id');
    table.string('name');
    table.timestamp('at');
  });
  const rows = Array.from({ length: 1000 }, (_, index) => ({
    name: `row ${index}`,
    at: new Date(index),
  }));
  await client.batchInsert('bench_rows', rows, 100);
}

async function costOf(
  clients: Clients,
  query: Query,
): Promise<Omit<ObservationCost, 'name'>> {
  const names = ['plain', 'observed', 'control'] as const;
  const perQuery = await warmUp(Object.values(clients), query);
  const count = Math.max(1, Math.round((roundMs * 1000) / perQuery));
  const micros = { plain: [], observed: [], control: [] } as Record<
    keyof Clients,
    number[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    // Each client comes first, second and third equally often.
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      micros[name].push(await time(clients[name], query, count));
    }
  }
  const ratioOf = (name: keyof Clients) =>
    median(micros[name].map((each, round) => each / micros.plain[round]));
  return {
    plainMicros: median(micros.plain),
    observedMicros: median(micros.observed),
    ratio: ratioOf('observed'),
    controlRatio: ratioOf('control'),
  };
}

/** Lets the compiler settle; resolves to microseconds per query. */
async function warmUp(clients: Knex[], query: Query): Promise<number> {
  let last = 0;
  for (
    const endMs = performance.now() + warmUpMs;
    performance.now() < endMs;

  ) {
    for (const client of clients) {
      last = await time(client, query, 20);
    }
  }
  return last;
}

/** Microseconds per query of `count` queries, one after the other. */
async function time(
  client: Knex,
  query: Query,
  count: number,
): Promise<number> {
  const startMs = performance.now();
  for (let i = 0; i < count; i += 1) {
    await query(client);
  }
  return ((performance.now() - startMs) * 1000) / count;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function print(costs: readonly ObservationCost[]): void {
  console.table(
    Object.fromEntries(
      costs.map(cost => [
        cost.name,
        {
          'plain µs': cost.plainMicros.toFixed(1),
          'observed µs': cost.observedMicros.toFixed(1),
          ratio: cost.ratio.toFixed(3),
          'control ratio': cost.controlRatio.toFixed(3),
          [`≤ ${targetRatio}`]: cost.ratio <= targetRatio ? 'yes' : 'no',
        },
      ]),
    ),
  );
}

if (require.main === module) {
  run().then(
    costs => {
      process.exitCode = costs.every(({ ratio }) => ratio <= targetRatio)
        ? 0
        : 1;
    },
    error => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
