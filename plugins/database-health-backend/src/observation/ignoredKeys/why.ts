import { type Driver, drivers, engineOfClient } from '../../engines/drivers';
import { isObject } from '../../pure/connection';
import { knexKeys } from '../../pure/knexKeys';
import type { MisleadingKey } from '../../pure/misleadingKeys';
import { clientOf, type DatabaseConfig } from '../configured';
import { nearestTo } from '../nearest';

/** `backend.database`, with whatever else is in it. Paths are below it. */
export type Database = DatabaseConfig & Record<string, unknown>;

export type Why = Omit<MisleadingKey, 'key'>;

/** Read whatever the client is. */
export const readForAll = [
  ...['client', 'connection', 'knexConfig', 'plugin'],
  ...['pluginDivisionMode', 'skipMigrations'],
];

/** What Backstage documents besides, and reads for some clients. */
export const readForSome = [
  ...['ensureExists', 'ensureSchemaExists', 'prefix', 'role', 'schemaPrefix'],
];

/** The keys of an object that say something. */
export function keysOf(value: unknown): string[] {
  return Object.entries(isObject(value) ? value : {}).flatMap(([key, each]) =>
    each === undefined || each === null ? [] : [key],
  );
}

export function named(key: string, why: Why | undefined): MisleadingKey[] {
  return why ? [{ key, ...why }] : [];
}

/** Why a common key is ignored, where it is for every plugin. */
export function forAll(
  pluginIds: readonly string[],
  why: (pluginId: string) => Why | undefined,
): Why | undefined {
  const [first, ...others] = pluginIds.map(why);
  return others.every(Boolean) ? first : undefined;
}

/** What nobody reads, with what may be meant: what Knex reads has a place of its own. */
export function unknown(
  key: string,
  path: string,
  known: readonly string[],
): Why {
  const ofKnex = nearestTo(key, knexKeys);
  const nearest = nearestTo(key, known) ?? (ofKnex && `knexConfig.${ofKnex}`);
  return { fault: 'unknown', ...(nearest && { nearest: path + nearest }) };
}

export function driverFor(database: Database, pluginId: string): Driver {
  return drivers[engineOfClient(clientOf(database, pluginId) ?? '')];
}

export function ownOf(
  database: Database,
  pluginId: string,
): Record<string, unknown> {
  const plugins: unknown = database.plugin;
  const own = isObject(plugins) ? plugins[pluginId] : undefined;
  return isObject(own) ? own : {};
}

export function isBySchema(database: Database): boolean {
  return database.pluginDivisionMode === 'schema';
}
