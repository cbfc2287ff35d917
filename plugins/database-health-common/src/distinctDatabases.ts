import type { Database } from './types';

/**
 * Several plugins may have the same database or schema for theirs; its bytes
 * are there once. Of those the first that was measured stands for all.
 *
 * @public
 */
export function distinctDatabases<T>(
  databases: readonly T[],
  describe: (database: T) => {
    /** What distinguishes it from all others; `undefined` counts, too. */
    place: readonly (string | null | undefined)[];
    isMeasured: boolean;
  },
): T[] {
  const chosen = new Map<string, { database: T; isMeasured: boolean }>();
  for (const database of databases) {
    const { place, isMeasured } = describe(database);
    const key = JSON.stringify(place);
    if (!chosen.has(key) || (isMeasured && !chosen.get(key)!.isMeasured)) {
      chosen.set(key, { database, isMeasured });
    }
  }
  return [...chosen.values()].map(({ database }) => database);
}

/**
 * Plugin databases whose bytes may be added up: of several that are the same
 * database or schema, one.
 *
 * @public
 */
export function summable(databases: readonly Database[]): Database[] {
  return distinctDatabases(databases, ({ serverId, name, schema, size }) => ({
    place: [serverId, name, schema],
    isMeasured: size !== null,
  }));
}
