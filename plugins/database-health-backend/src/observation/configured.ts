import { basename } from 'node:path';
import type { Config } from '@backstage/config';
import { engineData } from 'backstage-plugin-database-health-common';
import {
  type Driver,
  drivers,
  engineOfClient,
  unconfiguredDatabase,
} from '../engines/drivers';
import { type Connection, textOf } from '../pure/connection';
import { connectionOf } from './configuredConnection';
import { type ConfiguredDatabase, pluginNamePrefix } from './types';

interface DatabaseConfig {
  client?: unknown;
  connection?: unknown;
  prefix?: unknown;
  schemaPrefix?: unknown;
  pluginDivisionMode?: unknown;
  plugin?: Record<string, { client?: unknown; connection?: unknown }>;
}

/** Each a `connection.type` of Backstage. */
const tokenProviders = ['azure', 'cloudsql', 'rds'] as const;

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
  const engine = engineOfClient(clientOf(database, pluginId) ?? '');
  const driver = drivers[engine];
  const connection = mergedConnection(database, pluginId, driver);
  const address = driver.addressOf(connection, pluginId);
  if (!engineData[engine].isServer) {
    return { engine, name: basename(address), address };
  }
  const name = textOf(connection.database);
  const tokenProvider = tokenProviders.find(each => each === connection.type);
  const tokens = tokenProvider && { tokenProvider };
  if (database.pluginDivisionMode === 'schema' && driver.defaultDatabase) {
    const schemaPrefix = textOf(database.schemaPrefix);
    return {
      engine,
      name: name ?? driver.defaultDatabase(connection),
      schema: `${schemaPrefix ?? ''}${pluginId}`,
      ...(schemaPrefix && { namePrefix: schemaPrefix }),
      ...tokens,
      address,
    };
  }
  const prefix = textOf(database.prefix);
  return {
    engine,
    name: name ?? `${prefix ?? pluginNamePrefix}${pluginId}`,
    ...(prefix && { namePrefix: prefix }),
    ...tokens,
    address,
  };
}

function databaseConfigOf(config: Config): DatabaseConfig {
  try {
    return (
      config.getOptional<DatabaseConfig & {}>('backend.database') ??
      unconfiguredDatabase
    );
  } catch {
    return unconfiguredDatabase;
  }
}

function clientOf(
  database: DatabaseConfig,
  pluginId: string,
): string | undefined {
  return textOf(database.plugin?.[pluginId]?.client) ?? textOf(database.client);
}

/** The plugin's own over the common one, which counts only for the same client. */
function mergedConnection(
  database: DatabaseConfig,
  pluginId: string,
  driver: Driver,
): Connection {
  const sameClient = clientOf(database, pluginId) === textOf(database.client);
  const byDatabase = database.pluginDivisionMode !== 'schema';
  const connection: Connection = {
    ...(sameClient && connectionOf(driver, database.connection)),
    ...(byDatabase && { database: undefined }),
    ...connectionOf(driver, database.plugin?.[pluginId]?.connection),
  };
  return {
    ...connection,
    // `pg` lets it win over what stands beside it.
    ...connectionOf(driver, textOf(connection.connectionString)),
  };
}
