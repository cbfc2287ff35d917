import { isObject, textOf } from '../../pure/connection';
import { knexKeys } from '../../pure/knexKeys';
import type { MisleadingKey } from '../../pure/misleadingKeys';
import {
  clientOf,
  connectionLayers,
  type ConnectionLayer,
  mergedConnection,
} from '../configured';
import { nearestTo } from '../nearest';
import {
  type Database,
  driverFor,
  forAll,
  isBySchema,
  keysOf,
  named,
  ownOf,
  readForAll,
  readForSome,
  type Why,
} from './why';

/** What is called otherwise elsewhere, by its name there (ours). */
const otherNames: Readonly<Record<string, string>> = {
  db: 'database',
  dbname: 'database',
  hostname: 'host',
  pass: 'password',
  passwd: 'password',
  sslcert: 'ssl.cert',
  sslkey: 'ssl.key',
  sslmode: 'ssl',
  sslrootcert: 'ssl.ca',
  username: 'user',
};

/** Which `connection.type` a key is for. */
const ofType: Readonly<Record<string, string>> = {
  instance: 'cloudsql',
  ipAddressType: 'cloudsql',
  region: 'rds',
  tokenCredential: 'azure',
};

/** Those of them that put a token into the place of the password. */
const withToken = ['azure', 'rds'];

/** What may be misspelt of `ssl`: Node knows many more. */
const sslKeys = ['passphrase', 'rejectUnauthorized', 'servername'];

/** Keys of the common `connection`, and of those of plugins. */
export function ignoredOfConnections(
  database: Database,
  pluginIds: readonly string[],
): MisleadingKey[] {
  const layersOf = (id: string) => connectionLayers(database, id);
  const common: unknown = database.connection;
  const client = textOf(database.client);
  const users = pluginIds.filter(id => clientOf(database, id) === client);
  return [
    ...keysOf(common).flatMap(key =>
      named(
        `connection.${key}`,
        forAll(users, id => why(database, id, 'connection', key, layersOf(id))),
      ),
    ),
    ...misspeltOfSsl('connection', common),
    ...pluginIds.flatMap(id => {
      const { connection } = ownOf(database, id);
      const path = `plugin.${id}.connection`;
      const layers = layersOf(id);
      if (!isObject(connection)) {
        const [first] = layers;
        const isBeaten = textOf(connection) && first.path !== path;
        return isBeaten
          ? named(path, { fault: 'connection-string', nearest: first.path })
          : [];
      }
      return [
        ...keysOf(connection).flatMap(key =>
          named(`${path}.${key}`, why(database, id, path, key, layers)),
        ),
        ...misspeltOfSsl(path, connection),
      ];
    }),
  ];
}

function why(
  database: Database,
  id: string,
  path: string,
  key: string,
  [first]: readonly ConnectionLayer[],
): Why | undefined {
  const { connectionKeys } = driverFor(database, id);
  if (!connectionKeys.includes(key)) {
    return unknown(path, key, connectionKeys);
  }
  const { type } = mergedConnection(database, id);
  if (ofType[key] && ofType[key] !== type) {
    return { fault: 'other-type', nearest: `${path}.type` };
  }
  if (key === 'password' && withToken.includes(String(type))) {
    return { fault: 'token' };
  }
  // What it does not name is none, and not what stands beside it.
  if (
    first.path.endsWith('.connectionString') &&
    Object.keys(first.connection).includes(key)
  ) {
    return { fault: 'connection-string', nearest: first.path };
  }
  const isCommon = path === 'connection';
  return isCommon && key === 'database' && !isBySchema(database)
    ? { fault: 'each-its-own' }
    : undefined;
}

function unknown(path: string, key: string, keys: readonly string[]): Why {
  const parent = path.slice(0, -'connection'.length);
  const above =
    nearestTo(key, [...readForAll, ...readForSome]) ??
    (knexKeys.includes(key) ? `${parent}knexConfig.${key}` : undefined);
  const meant = otherNames[key.toLowerCase()];
  const here =
    nearestTo(key, keys) ??
    (keys.includes(meant?.split('.')[0]) ? meant : undefined);
  const nearest = here ? `${path}.${here}` : above;
  return { fault: 'unknown', ...(nearest && { nearest }) };
}

function misspeltOfSsl(path: string, connection: unknown): MisleadingKey[] {
  const ssl = isObject(connection) ? connection.ssl : undefined;
  return keysOf(ssl).flatMap(key => {
    const nearest = sslKeys.includes(key) ? undefined : nearestTo(key, sslKeys);
    return nearest
      ? named(`${path}.ssl.${key}`, {
          fault: 'unknown',
          nearest: `${path}.ssl.${nearest}`,
        })
      : [];
  });
}
