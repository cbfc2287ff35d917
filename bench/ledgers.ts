import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ConfiguredDatabase,
  type Observation,
} from '../plugins/database-health-backend/src/observation/types';
import { createDatabaseObservations } from '../plugins/database-health-backend/src/observation/registry';
import { type Facts } from 'backstage-plugin-database-health-node';
import { observeDatabaseService } from 'backstage-plugin-database-health-node';
import createKnex, { type Knex } from 'knex';
import type { EngineDatabase } from '../plugins/database-health-backend/src/engines/types';
import { engineAdapters } from '../plugins/database-health-backend/src/engines';

/** The observations of one process. */
export type Observations = ReturnType<typeof createDatabaseObservations>;

/** Folders with migrations, which go with the process. */
export function makeFolders(count: number): string[] {
  const parent = mkdtempSync(join(tmpdir(), 'bench-migrations-'));
  process.on('exit', () => rmSync(parent, { recursive: true, force: true }));
  return Array.from({ length: count }, (_, index) => {
    const folder = mkdtempSync(join(parent, `${index}-`));
    for (const name of ['20250101000000_init.js', '20250201000000_more.js']) {
      writeFileSync(
        join(folder, name),
        'exports.up = async () => {}; exports.down = async () => {};',
      );
    }
    return folder;
  });
}

/**
 * The client that a plugin gets, observed as in a portal once another process would
 * have migrated with it.
 */
export async function openPlugin(
  observations: Observations,
  config: Knex.Config,
  options: {
    pluginId: string;
    configured: ConfiguredDatabase;
    /** With a ledger each, run where nobody has seen it. */
    before: readonly string[];
    /** Run by the plugin itself; a part of the others. */
    here: readonly string[];
  },
): Promise<{ client: Knex; observation: Observation }> {
  const { pluginId, configured, before, here } = options;
  const client = createKnex({ ...config, useNullAsDefault: true });
  await migrate(client, before);
  await observeDatabaseService(
    { getClient: async () => client },
    { pluginId, observations, configured },
  ).getClient();
  await migrate(client, here);
  return { client, observation: observations.get(pluginId)! };
}

async function migrate(
  client: Knex,
  folders: readonly string[],
): Promise<void> {
  for (const [index, directory] of folders.entries()) {
    await client.migrate.latest({ directory, tableName: tableOf(index) });
  }
}

/** The first is Knex's own, the others are named as Backstage names them. */
function tableOf(index: number): string {
  return `${index === 0 ? '' : `part_${index}__`}knex_migrations`;
}

/** Reads the ledgers as a survey does. */
export async function readLedgers(
  observation: Observation,
  seen: (db: EngineDatabase) => EngineDatabase = db => db,
): Promise<Facts['ledgers']> {
  const { engine } = observation.configured;
  const adapter = engineAdapters[engine];
  const read = adapter.inspector.ledgers;
  if (!read) {
    throw new Error(`Nobody reads the ledgers of ${engine}`);
  }
  const signal = AbortSignal.timeout(30_000);
  const database = await adapter.openDatabase(observation, signal);
  try {
    return await read(seen(database));
  } finally {
    database.close();
  }
}
