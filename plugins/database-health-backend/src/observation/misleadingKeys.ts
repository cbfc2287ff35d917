import type { Config } from '@backstage/config';
import { drivers, engineOfClient } from '../engines/drivers';
import { ownPluginId } from '../ownPluginId';
import { isObject, textOf } from '../pure/connection';
import type { MisleadingKey } from '../pure/misleadingKeys';
import { clientOf, databaseConfigOf } from './configured';
import { ignoredKeys } from './ignoredKeys';
import { nearestTo } from './nearest';

const root = 'backend.database';
const sslKey = 'connection.ssl';

/**
 * Keys of `backend.database` that do not do what they seem to. Whoever made them
 * hears nothing: Backstage reads only what it looks for. Never throws.
 */
export function findMisleadingKeys(
  rootConfig: Config,
  pluginIds: readonly string[],
): readonly MisleadingKey[] {
  const database = rootConfig.has(root) ? databaseConfigOf(rootConfig) : {};
  const plugins = isObject(database.plugin) ? database.plugin : {};
  const isNamed = (id: string) => Object.keys(plugins).includes(id);
  return [
    ...sslOf(root, textOf(database.client), database.connection),
    ...Object.entries(plugins).flatMap(([id, plugin]): MisleadingKey[] => {
      const key = `${root}.plugin.${id}`;
      if (pluginIds.includes(id)) {
        return sslOf(key, clientOf(database, id), plugin?.connection);
      }
      // One that has keys of its own is not what was meant.
      const nearest = nearestTo(
        id,
        pluginIds.filter(each => !isNamed(each)),
      );
      return [{ key, fault: 'no-plugin', ...(nearest && { nearest }) }];
    }),
    ...ignoredKeys(database, pluginIds).map(({ key, nearest, ...rest }) => ({
      key: `${root}.${key}`,
      ...rest,
      ...(nearest !== undefined && { nearest: `${root}.${nearest}` }),
    })),
  ];
}

/** What lets no connection open is told of each database that it keeps from it. */
const breaking: readonly MisleadingKey['fault'][] = ['ssl-text', 'refused'];

/**
 * Whether a key is told with the database of this plugin; with ours where nobody's is
 * meant, or one that is not opened.
 */
export function concerns(
  { key, fault, nearest }: MisleadingKey,
  pluginId: string,
  isOpened: (pluginId: string) => boolean,
): boolean {
  const [, owner] = key.match(/^backend\.database\.plugin\.([^.]+)/) ?? [];
  if (breaking.includes(fault) && (owner === undefined || owner === pluginId)) {
    return true;
  }
  const meant = fault === 'no-plugin' ? nearest : owner;
  const isTold = meant !== undefined && isOpened(meant);
  return pluginId === (isTold ? meant : ownPluginId);
}

function sslOf(
  path: string,
  client: string | undefined,
  connection: unknown,
): MisleadingKey[] {
  const { takesSsl } = drivers[engineOfClient(client ?? '')];
  return isObject(connection) && takesSsl?.(connection.ssl) === false
    ? [{ key: `${path}.${sslKey}`, fault: 'ssl-text' }]
    : [];
}
