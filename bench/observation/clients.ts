/**
 * A process that runs queries on request, on clients of several kinds. Started by
 * `startClients.ts`, with the kinds in `KINDS` and Knex's configuration in `CONFIG`.
 *
 * @packageDocumentation
 */
// Before all that may load Knex.
import { recording } from './openTelemetry';
import createKnex, { type Knex } from 'knex';
import { observed } from './observed';
import { serve } from '../worker';
import type { Kind, Order, QueryName, Told, Turn } from './startClients';

const kinds: Kind[] = JSON.parse(process.env.KINDS!);
const config: Knex.Config = JSON.parse(process.env.CONFIG!);

const queries: Record<QueryName, (client: Knex) => PromiseLike<unknown>> = {
  'select 1': client => client.raw('select 1'),
  'select of 1000 rows': client => client('bench_rows').select(),
};

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

async function connect(): Promise<Map<Kind, Knex>> {
  const clients = new Map<Kind, Knex>();
  for (const kind of kinds) {
    const client = createKnex(config);
    await fill(client);
    clients.set(kind, kind === 'ours' ? await observed(client) : client);
  }
  return clients;
}

async function runAll(
  client: Knex,
  { query, parallel, count }: Turn,
): Promise<void> {
  const run = queries[query];
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await run(client);
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
}

/** Microseconds per query. */
async function time(client: Knex, turn: Turn): Promise<number> {
  // What ran before it must not count, least of all another process.
  await runAll(client, { ...turn, count: leadIn(turn.count) });
  const startMs = performance.now();
  await runAll(client, turn);
  return ((performance.now() - startMs) * 1000) / turn.count;
}

function leadIn(count: number): number {
  return Math.ceil(count / 4);
}

serve<Order, Told>(async () => {
  const clients = await connect();
  let run = 0;
  return async order => {
    if (order !== 'end') {
      run += order.count + leadIn(order.count);
      return time(clients.get(order.kind)!, order);
    }
    const recorded = (await recording?.count()) ?? run;
    if (recorded < run) {
      throw new Error(`Of ${run} queries ${recorded} were recorded`);
    }
    await Promise.all([...clients.values()].map(each => each.destroy()));
    return undefined;
  };
});
