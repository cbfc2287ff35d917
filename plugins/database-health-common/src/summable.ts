import type { Database } from './types';

/**
 * Plugin databases whose bytes may be added up: several plugins may have the same
 * database or schema for theirs, whose bytes are there once. Of those the first that
 * was measured stands for all.
 *
 * @public
 */
export function summable<
  T extends Pick<Database, 'serverId' | 'name' | 'schema'> & { size: unknown },
>(databases: readonly T[]): T[] {
  const chosen = new Map<string, T>();
  for (const database of databases) {
    const { serverId, name, schema, size } = database;
    const place = JSON.stringify([serverId, name, schema]);
    const before = chosen.get(place);
    if (!before || (before.size === null && size !== null)) {
      chosen.set(place, database);
    }
  }
  return [...chosen.values()];
}
