import { DatabaseManager } from '@backstage/backend-defaults/database';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { createPool } from 'mysql2';
import { Client } from 'pg';
import {
  mockLifecycle,
  mockLogger,
  mockRootLifecycle,
} from '../../../__testUtils__/services';
import { knexKeys } from '../../../pure/knexKeys';

/** Settings of Knex whose effect is looked at itself. */
const ofConnection = ['client', 'connection', 'pool', 'searchPath'];

/** What Backstage makes of a configuration for each plugin; nothing is asked for it. */
export async function effectOf(
  database: JsonObject,
  pluginIds: readonly string[],
): Promise<unknown> {
  return withClients(database, pluginIds, async ({ client }, skip) => ({
    skip,
    client: client.driverName,
    ofDriver: ofDriver(client),
    ofPool: client.pool && { ...client.pool, ...callsOf(client.pool) },
    searchPath: client.searchPath,
    ofKnex: knexKeys
      .filter(key => !ofConnection.includes(key))
      .map(key => [key, client.config[key]]),
  }));
}

/** Opens what Backstage opens, closes it again, and says what was seen meanwhile. */
export async function withClients<T>(
  database: JsonObject,
  pluginIds: readonly string[],
  see: (client: Knex, skip?: boolean) => Promise<T>,
): Promise<(T | string)[]> {
  const rootLifecycle = mockRootLifecycle();
  const manager = DatabaseManager.fromConfig(
    new ConfigReader({ backend: { database } }),
    { rootLifecycle },
  );
  const seen: (T | string)[] = [];
  for (const id of pluginIds) {
    try {
      const service = manager.forPlugin(id, {
        logger: mockLogger(),
        lifecycle: mockLifecycle(),
      });
      const client = await service.getClient();
      seen.push(await see(client, service.migrations?.skip));
    } catch (error) {
      seen.push(String(error));
    }
  }
  for (const [close] of rootLifecycle.addShutdownHook.mock.calls) {
    await close();
  }
  return seen;
}

function ofDriver({ driverName, connectionSettings }: Knex['client']): unknown {
  switch (driverName) {
    case 'pg': {
      const { connection, connectionParameters, ...others } = new Client(
        connectionSettings,
      ) as any;
      return [
        { ...connectionParameters, password: connectionParameters.password },
        [connection._keepAlive, connection._keepAliveInitialDelayMillis],
        [others._connectionTimeoutMillis, others.enableChannelBinding],
      ];
    }
    case 'mysql2':
      return ofMysql(connectionSettings);
    default: {
      const { filename, options } = connectionSettings;
      return { filename, options };
    }
  }
}

/** Functions of a pool do not differ, and its state is none yet. */
function callsOf(pool: object): object {
  return Object.fromEntries(
    Object.entries(pool)
      .filter(([, value]) => !['number', 'boolean'].includes(typeof value))
      .map(([key]) => [key, undefined]),
  );
}

/** What its client takes of the settings; nothing is opened before it is asked. */
export function ofMysql(settings: object): unknown {
  const { connectionConfig } = (createPool(settings) as any).config;
  return JSON.parse(JSON.stringify({ ...connectionConfig, pool: undefined }));
}
