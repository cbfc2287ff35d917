import type { Config } from '@backstage/config';
import { drivers, unconfiguredDatabase } from '../engines/drivers';
import { type Connection, textOf } from '../pure/connection';
import {
  clientOf,
  connectionLayers,
  databaseConfigOf,
  type DatabaseConfig,
} from './configured';
import type { ConfiguredDatabase, Setting } from './types';

const root = 'backend.database';

/** What the pool itself says of its limits, by the name that the configuration has. */
const ofPool = [
  'min',
  'max',
  'acquireTimeoutMillis',
  'idleTimeoutMillis',
] as const;

/** What PostgreSQL's clients may be asked for in one word; any other text is not shown. */
const sslModes = [
  'allow',
  'disable',
  'no-verify',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
];

/** The parts of `ssl` that are shown as being there, and no more of them. */
const sslParts = ['ca', 'cert', 'key', 'servername'];

type Value = Setting['value'];

/** A value, and the key that it comes from. */
interface Found<T = unknown> {
  readonly value: T;
  readonly from: string;
}

/**
 * The settings that are in force for one plugin's database, and where each comes from,
 * by the rules of Backstage's own database service. Only what is named here is ever
 * shown: whatever else is configured may be a secret.
 *
 * @internal
 */
export function readSettings(
  config: Config,
  pluginId: string,
  configured: ConfiguredDatabase,
  pool: Readonly<Record<string, unknown>> = {},
): readonly Setting[] {
  const database = databaseConfigOf(config);
  const isConfigured = config.has(root);
  const layers = connectionLayers(database, pluginId).map(
    ({ path, connection, isText }) => ({
      path: `${root}.${path}`,
      connection,
      isText,
    }),
  );
  const ofConnection = (...keys: string[]): Found | undefined => {
    for (const { path, connection, isText } of layers) {
      const key = keys.find(each => connection[each] !== undefined);
      if (key) {
        return {
          value: connection[key],
          from: isText ? path : `${path}.${key}`,
        };
      }
    }
    return undefined;
  };
  const own = (key: string): Found | undefined =>
    inConfig(database, `plugin.${pluginId}`, key);
  const common = (key: string) => inConfig(database, '', key);
  const setting = (
    key: string,
    found: Found | undefined,
    value: Value | undefined = plain(found?.value),
  ): Setting[] =>
    value === undefined
      ? []
      : [{ key, value, from: (isConfigured && found?.from) || null }];

  const { address, engine, name, schema } = configured;
  const takes = (key: string) => drivers[engine].commonKeys.includes(key);
  return [
    ...setting(
      'client',
      own('client') ?? common('client'),
      clientOf(database, pluginId) ?? unconfiguredDatabase.client,
    ),
    ...setting('connection.type', ofConnection('type')),
    ...setting(
      'server',
      ofConnection('instance', 'socketPath', 'host', 'directory', 'filename'),
      address,
    ),
    ...setting('user', ofConnection('user')),
    ...setting('database', ofConnection('database') ?? common('prefix'), name),
    ...setting(
      'schema',
      common('schemaPrefix') ?? common('pluginDivisionMode'),
      schema,
    ),
    // Backstage has the key for one plugin, too, and does not read it.
    ...setting('role', takes('role') ? common('role') : undefined),
    ...sslSettings(ofConnection('ssl')),
    ...ofPool.flatMap(key =>
      setting(
        `pool.${key}`,
        own(`knexConfig.pool.${key}`) ?? common(`knexConfig.pool.${key}`),
        plain(pool[key]),
      ),
    ),
    ...setting('ensureExists', own('ensureExists') ?? common('ensureExists')),
    // Likewise.
    ...setting('ensureSchemaExists', common('ensureSchemaExists')),
    ...setting(
      'skipMigrations',
      own('skipMigrations') ?? common('skipMigrations'),
    ),
  ];
}

function inConfig(
  database: DatabaseConfig,
  ...path: string[]
): Found | undefined {
  const keys = path.filter(Boolean).join('.').split('.');
  let value: unknown = database;
  for (const key of keys) {
    value = (value as Record<string, unknown> | null | undefined)?.[key];
  }
  return value === undefined
    ? undefined
    : { value, from: [root, ...keys].join('.') };
}

/** In place of what may be secret only that it is there. */
function sslSettings(found: Found | undefined): Setting[] {
  const { value, from = null } = found ?? {};
  if (typeof value === 'object' && value !== null) {
    const { rejectUnauthorized, ...parts } = value as Connection;
    return [
      {
        key: 'ssl',
        value:
          rejectUnauthorized === false
            ? 'on, any certificate is accepted'
            : 'on',
        from,
      },
      ...sslParts
        .filter(part => parts[part] !== undefined)
        .map(part => ({
          key: `ssl.${part}`,
          value: 'configured',
          from: `${from}.${part}`,
        })),
    ];
  }
  if (typeof value === 'string') {
    const mode = sslModes.includes(value) ? value : 'configured';
    return [{ key: 'ssl', value: mode, from }];
  }
  return [{ key: 'ssl', value: value === true ? 'on' : 'off', from }];
}

function plain(value: unknown): Value | undefined {
  return typeof value === 'boolean' || typeof value === 'number'
    ? value
    : textOf(value);
}
