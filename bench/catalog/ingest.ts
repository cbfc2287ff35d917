import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort, type PostgresServer } from 'postgres-server';
import { withTail } from '../../scripts/logTail';
import { startNodeGroup } from '../../scripts/processGroup';
import { waitUntil } from '../../scripts/readiness';
import { progress } from '../progress';

/** The database in which Backstage keeps the catalog. */
export const catalogDatabase = 'backstage_plugin_catalog';

const timeoutMs = 30 * 60_000;
const tellEveryMs = 10_000;

/** How far the catalog is. */
const state = `
  select
    (select count(*)::int from refresh_state) as known,
    (select count(*)::int from refresh_state where processed_entity is not null) as processed,
    (select count(*)::int from final_entities where final_entity is not null) as finished,
    (select count(*)::int from stitch_queue) as queued`;

interface State {
  known: number;
  processed: number;
  finished: number;
  queued: number;
}

/**
 * Lets Backstage's own catalog take entities in, until all are processed and
 * put together, and stops its backend.
 *
 * @throws Error with the tail of the backend's log where it ends or takes half an
 * hour.
 */
export async function ingest(
  server: PostgresServer,
  count: number,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-catalog-'));
  const log = join(folder, 'backend.log');
  const group = startNodeGroup(
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, 'backend.ts'),
    ],
    {
      env: {
        ...process.env,
        NODE_ENV: 'development',
        ENTITIES: String(count),
        POSTGRES_URL: server.connectionString(),
        PORT: String(await freePort()),
      },
      output: openSync(log, 'w'),
    },
  );
  let toldAt = 0;
  const settled = await waitUntil(
    async () => {
      const now = await readState(server);
      if (now && Date.now() - toldAt > tellEveryMs) {
        toldAt = Date.now();
        progress(
          `catalog: ${now.processed} of ${count} processed, ${now.finished} put together, ${now.queued} to be put together again`,
        );
      }
      return (
        now !== undefined &&
        now.known >= count &&
        now.processed === now.known &&
        now.finished === now.known &&
        now.queued === 0
      );
    },
    { timeoutMs, isOver: group.isOver },
  );
  await group.stop();
  if (!settled) {
    throw new Error(
      withTail('The catalog did not settle:', readFileSync(log, 'utf8')),
    );
  }
}

/** `undefined` before the catalog has made its tables. */
async function readState(server: PostgresServer): Promise<State | undefined> {
  const client = new Client(server.connection(catalogDatabase));
  try {
    await client.connect();
    return (await client.query<State>(state)).rows[0];
  } catch {
    return undefined;
  } finally {
    await client.end();
  }
}
