import { basename } from 'node:path';
import type { Config } from '@backstage/config';
import { engineData } from 'backstage-plugin-database-health-common';
import {
  drivers,
  engineOfClient,
  unconfiguredDatabase,
} from '../engines/drivers';
import { type Connection, textOf } from '../pure/connection';
import { connectionOf } from './configuredConnection';
import { type ConfiguredDatabase, pluginNamePrefix } from './types';

/** @internal */
export interface DatabaseConfig {
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
  const connection = mergedConnection(database, pluginId);
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
  // What Backstage names is lost to a string, also to one that names none.
  const namedBy = textOf(connection.connectionString)
    ? driver.defaultDatabase
    : undefined;
  return {
    engine,
    name:
      name ??
      namedBy?.(connection) ??
      `${prefix ?? pluginNamePrefix}${pluginId}`,
    ...(prefix && { namePrefix: prefix }),
    ...tokens,
    address,
  };
}

/** @internal */
export function databaseConfigOf(config: Config): DatabaseConfig {
  try {
    return (
      config.getOptional<DatabaseConfig & {}>('backend.database') ??
      unconfiguredDatabase
    );
  } catch {
    return unconfiguredDatabase;
  }
}

/** @internal */
export function clientOf(
  database: DatabaseConfig,
  pluginId: string,
): string | undefined {
  return textOf(database.plugin?.[pluginId]?.client) ?? textOf(database.client);
}

/**
 * A connection as it is configured at one place, `path` below `backend.database`;
 * `isText` where that is one string.
 *
 * @internal
 */
export interface ConnectionLayer {
  readonly path: string;
  readonly connection: Connection;
  readonly isText: boolean;
}

/**
 * All that say something of a plugin's connection; of a key the first one counts. The
 * common one counts only for the same client.
 *
 * @internal
 */
export function connectionLayers(
  database: DatabaseConfig,
  pluginId: string,
): readonly ConnectionLayer[] {
  const client = clientOf(database, pluginId);
  const driver = drivers[engineOfClient(client ?? '')];
  const byDatabase = database.pluginDivisionMode !== 'schema';
  const layer = (path: string, configured: unknown): ConnectionLayer => ({
    path,
    connection: connectionOf(driver, configured),
    isText: typeof configured === 'string',
  });
  const own = layer(
    `plugin.${pluginId}.connection`,
    database.plugin?.[pluginId]?.connection,
  );
  const common = layer('connection', database.connection);
  const merged = [
    own,
    ...(client === textOf(database.client)
      ? [
          {
            ...common,
            connection: {
              ...common.connection,
              ...(byDatabase && { database: undefined }),
            },
          },
        ]
      : []),
  ];
  // `pg` lets it win over what stands beside it.
  const winning = merged.find(
    ({ connection }) =>
      driver.connectionKeys.includes('connectionString') &&
      textOf(connection.connectionString),
  );
  return winning
    ? [
        layer(
          `${winning.path}.connectionString`,
          winning.connection.connectionString,
        ),
        ...merged,
      ]
    : merged;
}

/** @internal */
export function mergedConnection(
  database: DatabaseConfig,
  pluginId: string,
): Connection {
  return Object.assign(
    {},
    ...connectionLayers(database, pluginId)
      .map(({ connection }) => connection)
      .reverse(),
  );
}
