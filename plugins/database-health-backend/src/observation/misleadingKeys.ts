import type { Config } from '@backstage/config';
import leven from 'leven';
import { drivers, engineOfClient } from '../engines/drivers';
import { ownPluginId } from '../ownPluginId';
import type { Environment } from '../pure/facts';

export type MisleadingKey = NonNullable<Environment['misleadingKeys']>[number];

const root = 'backend.database';
const sslKey = 'connection.ssl';

/** Names that differ in so many letters may be meant for each other (ours). */
const mostDifferences = 2;

/** Shorter names are near to each other by chance (ours). */
const shortestNear = 5;

/**
 * Keys of `backend.database` that do not do what they seem to. Whoever made them
 * hears nothing: Backstage reads only what it looks for. Never throws.
 */
export function findMisleadingKeys(
  rootConfig: Config,
  pluginIds: readonly string[],
): readonly MisleadingKey[] {
  const config = objectOf(rootConfig.getOptional(root));
  const plugins = objectOf(config.plugin);
  const isNamed = (id: string) => Object.keys(plugins).includes(id);
  return [
    ...sslOf(root, config),
    ...Object.entries(plugins).flatMap(([id, value]): MisleadingKey[] => {
      const key = `${root}.plugin.${id}`;
      if (pluginIds.includes(id)) {
        return sslOf(key, { client: config.client, ...objectOf(value) });
      }
      // One that has keys of its own is not what was meant.
      const nearest = nearestTo(
        id,
        pluginIds.filter(each => !isNamed(each)),
      );
      return [{ key, fault: 'no-plugin', ...(nearest && { nearest }) }];
    }),
  ];
}

/**
 * Whether a key is told with the database of this plugin; with ours where nobody's is
 * meant, or one that is not opened.
 */
export function concerns(
  { key, fault, nearest }: MisleadingKey,
  pluginId: string,
  isOpened: (pluginId: string) => boolean,
): boolean {
  if (fault === 'no-plugin') {
    const isTold = nearest !== undefined && isOpened(nearest);
    return pluginId === (isTold ? nearest : ownPluginId);
  }
  return [root, `${root}.plugin.${pluginId}`].some(
    path => key === `${path}.${sslKey}`,
  );
}

/** As a sentence for the log. */
export function misleadingKeyInWords({
  key,
  fault,
  nearest,
}: MisleadingKey): string {
  if (fault === 'ssl-text') {
    return `${key} is a text, with which connections never open; set it to true or to an object`;
  }
  return `${key} is the key of no plugin of this backend, so nothing reads it${
    nearest === undefined ? '' : `; did you mean ${nearest}?`
  }`;
}

function sslOf(
  key: string,
  { client, connection }: Record<string, unknown>,
): MisleadingKey[] {
  const { takesSsl } =
    drivers[engineOfClient(typeof client === 'string' ? client : '')];
  return takesSsl?.(objectOf(connection).ssl) === false
    ? [{ key: `${key}.${sslKey}`, fault: 'ssl-text' }]
    : [];
}

function nearestTo(id: string, names: readonly string[]): string | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const [nearest] = names
    .map(name => ({ name, differences: leven(plain(id), plain(name)) }))
    .filter(
      ({ name, differences }) =>
        differences === 0 ||
        (differences <= mostDifferences &&
          Math.min(plain(name).length, plain(id).length) >= shortestNear),
    )
    .sort((a, b) => a.differences - b.differences);
  return nearest?.name;
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : {};
}
