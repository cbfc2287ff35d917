import { isObject } from '../../pure/connection';
import type { MisleadingKey } from '../../pure/misleadingKeys';
import type { DatabaseConfig } from '../configured';
import { whyOfCommon } from './common';
import { ignoredOfConnections } from './connection';
import { ignoredOfKnexConfig } from './knexConfig';
import { whyOfPlugin } from './plugin';
import { forAll, keysOf, named, ownOf } from './why';

/** What is no key may be a secret that slipped. */
const isName = (key: string) => /^[a-z][a-z0-9_-]*$/i.test(key);

/**
 * Keys below `backend.database` that Backstage does not read there, or that do nothing
 * with what is configured besides: a common one, where that is so for each plugin.
 */
export function ignoredKeys(
  configured: DatabaseConfig,
  pluginIds: readonly string[],
): readonly MisleadingKey[] {
  if (!isObject(configured)) {
    return [];
  }
  const database = { ...configured };
  return [
    ...keysOf(database).flatMap(key =>
      named(
        key,
        forAll(pluginIds, id => whyOfCommon(database, key, id)),
      ),
    ),
    ...ignoredOfKnexConfig(database, 'knexConfig', database.knexConfig),
    ...ignoredOfConnections(database, pluginIds),
    ...pluginIds.flatMap(id => {
      const own = ownOf(database, id);
      const path = `plugin.${id}`;
      return [
        ...keysOf(own).flatMap(key =>
          named(`${path}.${key}`, whyOfPlugin(database, key, id)),
        ),
        ...ignoredOfKnexConfig(database, `${path}.knexConfig`, own.knexConfig),
      ];
    }),
  ].filter(({ key }) => key.split('.').every(isName));
}
