import { isObject, textOf } from '../../pure/connection';
import { knexKeys, poolKeys } from '../../pure/knexKeys';
import type { MisleadingKey } from '../../pure/misleadingKeys';
import { nearestTo } from '../nearest';
import { type Database, isBySchema, keysOf, named } from './why';

/** Keys of a `knexConfig`, common or of one plugin. */
export function ignoredOfKnexConfig(
  database: Database,
  path: string,
  knexConfig: unknown,
): MisleadingKey[] {
  if (!isObject(knexConfig)) {
    return [];
  }
  const { pool, searchPath } = knexConfig;
  const parent = path.slice(0, -'knexConfig'.length);
  return [
    ...keysOf(knexConfig).flatMap((key): MisleadingKey[] => {
      if (['client', 'connection'].includes(key)) {
        return named(`${path}.${key}`, {
          fault: 'replaced',
          nearest: parent + key,
        });
      }
      return knexKeys.includes(key)
        ? []
        : [{ key: `${path}.${key}`, fault: 'unknown', ...near(path, key) }];
    }),
    ...named(
      `${path}.searchPath`,
      isBySchema(database) && isOne(searchPath)
        ? { fault: 'databases-only' }
        : undefined,
    ),
    ...keysOf(pool)
      .filter(key => !poolKeys.includes(key))
      .map(
        (key): MisleadingKey => ({
          key: `${path}.pool.${key}`,
          fault: 'refused',
          ...near(`${path}.pool`, key, poolKeys),
        }),
      ),
  ];
}

function near(path: string, key: string, keys = knexKeys) {
  const nearest = nearestTo(key, keys);
  return nearest && { nearest: `${path}.${nearest}` };
}

/** The schema of a plugin takes the first place of it. */
function isOne(searchPath: unknown): boolean {
  return Array.isArray(searchPath)
    ? searchPath.length === 1
    : textOf(searchPath) !== undefined;
}
