/**
 * A process that runs millions of queries and prints by how many bytes its memory
 * has grown. Started by `memory.ts` with `KIND`.
 *
 * @packageDocumentation
 */
import { setTimeout as sleep } from 'node:timers/promises';
import createKnex, { type Knex } from 'knex';
import { observed } from './observed';

const queries = 5_000_000;
const statements = 100_000;
// What runs on without a pause would not let the timers of Knex go.
const queriesPerPause = 10_000;

async function usedBytes(): Promise<number> {
  // What typed arrays held is given back only a while after.
  for (let i = 0; i < 3; i += 1) {
    global.gc!();
    await sleep(100);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function main() {
  const client = createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  const run = async (used: Knex, count: number) => {
    for (let i = 0; i < count; i += 1) {
      // Not by a column, of which each would be a new kind of row.
      await used.raw(
        `select id, name from (select 1 as id, 'a' as name) as t${
          i % statements
        } where id = 1`,
      );
      if (i % queriesPerPause === 0) {
        await sleep(0);
      }
    }
  };
  // What is compiled and cached by others is no growth.
  await run(client, queriesPerPause);
  const before = await usedBytes();
  await run(
    process.env.KIND === 'ours' ? await observed(client) : client,
    queries,
  );
  console.log((await usedBytes()) - before);
  await client.destroy();
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
