import { basename } from 'node:path';
import type { Config } from '@backstage/config';
import type { Engine } from 'backstage-plugin-database-health-common';
import { addressOf } from './configuredAddress';
import { type Connection, connectionOf, textOf } from './configuredConnection';
import { type ConfiguredDatabase, pluginNamePrefix } from './types';

interface DatabaseConfig {
  client?: unknown;
  connection?: unknown;
  prefix?: unknown;
  schemaPrefix?: unknown;
  pluginDivisionMode?: unknown;
  plugin?: Record<string, { client?: unknown; connection?: unknown }>;
}

/**
 * Reads what `backend.database` says of one plugin's database, by the rules
 * of Backstage's own database service. Never throws: where the configuration
 * makes no sense, the start of the plugin says why.
 *
 * @public
 */
export function readConfiguredDatabase(
  config: Config,
  pluginId: string,
): ConfiguredDatabase {
  const database = databaseConfigOf(config);
  const engine = engineOf(clientOf(database, pluginId));
  const connection = mergedConnection(database, pluginId, engine);
  const address = addressOf(engine, connection, pluginId);
  if (engine === 'sqlite') {
    return { engine, name: basename(address), address };
  }
  const name = textOf(connection.database);
  if (database.pluginDivisionMode === 'schema') {
    const schemaPrefix = textOf(database.schemaPrefix);
    return {
      engine,
      name: name ?? postgresDefaultDatabase(connection),
      schema: `${schemaPrefix ?? ''}${pluginId}`,
      ...(schemaPrefix && { namePrefix: schemaPrefix }),
      address,
    };
  }
  const prefix = textOf(database.prefix);
  return {
    engine,
    name: name ?? `${prefix ?? pluginNamePrefix}${pluginId}`,
    ...(prefix && { namePrefix: prefix }),
    address,
  };
}

function databaseConfigOf(config: Config): DatabaseConfig {
  // What Backstage takes where nothing is configured.
  const memory = { client: 'better-sqlite3', connection: ':memory:' };
  try {
    return (
      config.getOptional<DatabaseConfig & {}>('backend.database') ?? memory
    );
  } catch {
    return memory;
  }
}

function clientOf(
  database: DatabaseConfig,
  pluginId: string,
): string | undefined {
  return textOf(database.plugin?.[pluginId]?.client) ?? textOf(database.client);
}

function engineOf(client = ''): Engine {
  if (client.includes('sqlite')) {
    return 'sqlite';
  }
  return client.includes('mysql') ? 'mysql' : 'postgres';
}

/** The plugin's own over the common one, which counts only for the same client. */
function mergedConnection(
  database: DatabaseConfig,
  pluginId: string,
  engine: Engine,
): Connection {
  const sameClient = clientOf(database, pluginId) === textOf(database.client);
  const byDatabase = database.pluginDivisionMode !== 'schema';
  const connection: Connection = {
    ...(sameClient && connectionOf(engine, database.connection)),
    ...(byDatabase && { database: undefined }),
    ...connectionOf(engine, database.plugin?.[pluginId]?.connection),
  };
  return {
    ...connection,
    // `pg` lets it win over what stands beside it.
    ...connectionOf(engine, textOf(connection.connectionString)),
  };
}

function postgresDefaultDatabase(connection: Connection): string {
  const { PGDATABASE, PGUSER, USER } = process.env;
  return (
    [PGDATABASE, textOf(connection.user), PGUSER, USER].find(Boolean) ??
    'postgres'
  );
}
