import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { drivers } from '../../engines/drivers';
import type { MisleadingKey } from '../../pure/misleadingKeys';
import { misleadingKeyInWords } from '../../pure/misleadingKeys';
import { findMisleadingKeys } from '../misleadingKeys';
import { effectOf, ofMysql, withClients } from './__testUtils__/effectOf';

const root = 'backend.database';
const pluginIds = ['catalog', 'search'];

const pg = {
  client: 'pg',
  ensureExists: false,
  connection: { host: 'db', user: 'u', password: 'p' },
};
const schemas = {
  ...pg,
  pluginDivisionMode: 'schema',
  connection: { ...pg.connection, database: 'shared' },
};
const mysql = { ...pg, client: 'mysql2' };
const sqlite = { client: 'better-sqlite3', connection: ':memory:' };
const url = 'postgresql://a:b@one:6432/first';

/** With one key more, where it stands. */
function withKey(
  database: JsonObject,
  path: string,
  value: JsonValue,
): JsonObject {
  const [key, ...below] = path.split('.');
  const inner = database[key];
  return {
    ...database,
    [key]: below.length
      ? withKey((inner ?? {}) as JsonObject, below.join('.'), value)
      : value,
  };
}

const found = (database: JsonObject) =>
  findMisleadingKeys(new ConfigReader({ backend: { database } }), pluginIds);

/** What Backstage makes of it without the key. */
function without(database: JsonObject, path: string): JsonObject {
  // JSON leaves out what is not there.
  return JSON.parse(
    JSON.stringify(withKey(database, path, undefined as unknown as null)),
  );
}

type Row = [
  fault: MisleadingKey['fault'],
  path: string,
  value: JsonValue,
  database: JsonObject,
  nearest?: string,
];

const ignored: Row[] = [
  ['unknown', 'knexconfig', { pool: { max: 3 } }, pg, 'knexConfig'],
  ['unknown', 'plugins', { catalog: {} }, pg, 'plugin'],
  ['unknown', 'skipMigration', true, pg, 'skipMigrations'],
  ['unknown', 'pool', { max: 3 }, mysql, 'knexConfig.pool'],
  ['unknown', 'pool', { max: 3 }, sqlite, 'knexConfig.pool'],
  [
    'unknown',
    'acquireConnectionTimeout',
    3,
    mysql,
    'knexConfig.acquireConnectionTimeout',
  ],
  ['unknown', 'comment', 'x', pg],
  [
    'unknown',
    'plugin.catalog.pool',
    { max: 3 },
    pg,
    'plugin.catalog.knexConfig.pool',
  ],
  [
    'unknown',
    'plugin.catalog.knexconfig',
    { debug: true },
    pg,
    'plugin.catalog.knexConfig',
  ],
  [
    'unknown',
    'plugin.catalog.skipMigration',
    true,
    mysql,
    'plugin.catalog.skipMigrations',
  ],
  [
    'unknown',
    'knexConfig.asyncStackTrace',
    true,
    pg,
    'knexConfig.asyncStackTraces',
  ],
  ['unknown', 'knexConfig.max', 3, pg],
  ['unknown', 'connection.pool', { max: 3 }, pg, 'knexConfig.pool'],
  ['unknown', 'connection.pool', { max: 3 }, mysql, 'knexConfig.pool'],
  ['unknown', 'connection.sslmode', 'require', pg, 'connection.ssl'],
  ['unknown', 'connection.sslrootcert', '/ca', pg, 'connection.ssl.ca'],
  ['unknown', 'connection.username', 'x', pg, 'connection.user'],
  ['unknown', 'connection.prefix', 'x', pg, 'prefix'],
  ['unknown', 'connection.hostname', 'x', mysql, 'connection.host'],
  ['unknown', 'connection.directory', '/x', pg],
  [
    'unknown',
    'connection.statementTimeout',
    3,
    pg,
    'connection.statement_timeout',
  ],
  [
    'unknown',
    'plugin.catalog.connection.sslmode',
    'require',
    pg,
    'plugin.catalog.connection.ssl',
  ],
  ['common-only', 'plugin.catalog.prefix', 'x_', pg, 'prefix'],
  ['common-only', 'plugin.catalog.schemaPrefix', 'x_', schemas, 'schemaPrefix'],
  [
    'common-only',
    'plugin.catalog.pluginDivisionMode',
    'schema',
    pg,
    'pluginDivisionMode',
  ],
  ['common-only', 'plugin.catalog.role', 'x', pg, 'role'],
  [
    'common-only',
    'plugin.catalog.ensureSchemaExists',
    true,
    schemas,
    'ensureSchemaExists',
  ],
  ['schemas-only', 'schemaPrefix', 'x_', pg],
  ['schemas-only', 'ensureSchemaExists', true, pg],
  ['databases-only', 'prefix', 'x_', schemas],
  ['databases-only', 'knexConfig.searchPath', ['x'], schemas],
  ['other-client', 'role', 'x', mysql],
  ['other-client', 'schemaPrefix', 'x_', mysql],
  ['other-client', 'prefix', 'x_', sqlite],
  ['other-client', 'ensureExists', true, sqlite],
  ['other-client', 'plugin.catalog.role', 'x', mysql],
  ['other-client', 'plugin.catalog.ensureExists', true, sqlite],
  ['other-type', 'connection.instance', 'a:b:c', pg, 'connection.type'],
  [
    'other-type',
    'connection.tokenCredential',
    { clientId: 'x' },
    pg,
    'connection.type',
  ],
  ['each-its-own', 'connection.database', 'x', pg],
  ['each-its-own', 'connection.database', 'x', mysql],
  [
    'connection-string',
    'connection.host',
    'x',
    { ...pg, connection: { connectionString: url } },
    'connection.connectionString',
  ],
  [
    'connection-string',
    'connection.password',
    'x',
    { ...pg, connection: { connectionString: 'postgresql://one' } },
    'connection.connectionString',
  ],
  [
    'connection-string',
    'connection.ssl',
    { ca: 'x' },
    { ...pg, connection: { connectionString: `${url}?sslmode=disable` } },
    'connection.connectionString',
  ],
  [
    'connection-string',
    'plugin.catalog.connection.host',
    'x',
    { ...pg, connection: { connectionString: url } },
    'connection.connectionString',
  ],
  [
    'connection-string',
    'plugin.catalog.connection',
    'postgresql://c:d@two/second',
    { ...pg, connection: { connectionString: url } },
    'connection.connectionString',
  ],
  ['replaced', 'knexConfig.connection', { host: 'x' }, pg, 'connection'],
  ['replaced', 'knexConfig.client', 'mysql2', pg, 'client'],
  [
    'replaced',
    'plugin.catalog.knexConfig.connection',
    { host: 'x' },
    mysql,
    'plugin.catalog.connection',
  ],
];

/** What is not told, since it does something, if only for one plugin. */
const effective: [path: string, value: JsonValue, database: JsonObject][] = [
  ['prefix', 'x_', pg],
  ['prefix', 'x_', mysql],
  ['schemaPrefix', 'x_', schemas],
  ['pool', { max: 3 }, pg],
  ['knexConfig.pool', { max: 3 }, pg],
  ['knexConfig.pool', { max: 3 }, sqlite],
  ['knexConfig.searchPath', ['x', 'y'], schemas],
  ['knexConfig.searchPath', ['x'], pg],
  ['knexConfig.acquireConnectionTimeout', 3, mysql],
  ['skipMigrations', true, sqlite],
  ['plugin.catalog.skipMigrations', true, pg],
  ['plugin.catalog.knexConfig.pool', { max: 3 }, mysql],
  ['plugin.catalog.connection', { database: 'x' }, pg],
  ['plugin.catalog.connection', 'postgresql://c:d@two/second', pg],
  ['plugin.catalog.client', 'better-sqlite3', pg],
  ['connection.database', 'x', { ...schemas, connection: pg.connection }],
  ['connection.ssl', true, pg],
  [
    'connection.ssl',
    { ca: 'x' },
    { ...pg, connection: { connectionString: url } },
  ],
  ['connection.application_name', 'x', pg],
  ['connection.connectTimeout', 3, mysql],
  ['connection.statement_timeout', 3, pg],
  ['plugin.catalog.connection.port', 3, { ...sqlite, plugin: { catalog: pg } }],
];

const rowName = (path: string, { client, pluginDivisionMode }: JsonObject) =>
  `${path} (${client}${pluginDivisionMode ? ', by schema' : ''})`;

describe('a key without effect', () => {
  // What MySQL's client does not take, it says on the console.
  beforeEach(() => void jest.spyOn(console, 'error').mockReturnValue());
  afterEach(() => jest.restoreAllMocks());

  it.each(ignored.map(row => [row[0], rowName(row[1], row[3]), row] as const))(
    '%s: %s',
    async (_fault, _name, [fault, path, value, base, nearest]) => {
      const database = withKey(base, path, value);
      expect(found(base)).toEqual([]);
      expect(found(database)).toEqual([
        {
          key: `${root}.${path}`,
          fault,
          ...(nearest && { nearest: `${root}.${nearest}` }),
        },
      ]);
      expect(await effectOf(database, pluginIds)).toEqual(
        await effectOf(without(database, path), pluginIds),
      );
    },
  );
});

describe('a key with an effect', () => {
  it.each(effective.map(row => [rowName(row[0], row[2]), row] as const))(
    '%s',
    async (_name, [path, value, base]) => {
      const database = withKey(base, path, value);
      expect(found(database)).toEqual([]);
      expect(await effectOf(database, pluginIds)).not.toEqual(
        await effectOf(without(database, path), pluginIds),
      );
    },
  );
});

it.each([
  ['maximum', undefined],
  ['aquireTimeoutMillis', 'acquireTimeoutMillis'],
  ['maxWaitingClients', undefined],
])('a pool is not made with what it does not know: %s', async (key, near) => {
  const database = withKey(pg, `knexConfig.pool.${key}`, 3);
  expect(found(database)).toEqual([
    {
      key: `${root}.knexConfig.pool.${key}`,
      fault: 'refused',
      ...(near && { nearest: `${root}.knexConfig.pool.${near}` }),
    },
  ]);
  const quiet = jest.spyOn(console, 'log').mockReturnValue();
  expect(await effectOf(database, pluginIds)).toEqual(
    pluginIds.map(() => expect.stringContaining(`option opt.${key}`)),
  );
  quiet.mockRestore();
});

it('what is no key is never told, since it may be a secret', () => {
  const secret = 'postgresql://u:secret@db';
  const told = found({
    ...pg,
    [secret]: 1,
    connection: { ...pg.connection, [secret]: null, 'p@ss': 1 },
    knexConfig: { [secret]: 1, pool: { [secret]: 1 } },
  });
  expect(JSON.stringify(told)).not.toMatch(/secret|p@ss/);
});

it('no value is ever told', () => {
  for (const [, path, value, base] of ignored) {
    const marked = JSON.parse(
      JSON.stringify(withKey(base, path, value)).replace(/"x"/g, '"s3cret"'),
    );
    for (const key of found(marked)) {
      const said = JSON.stringify([key, misleadingKeyInWords(key)]);
      expect(said).not.toContain('s3cret');
      expect(said).toContain(`\`${key.key}\``);
    }
  }
});

it('each `connection` key of PostgreSQL is one that its client reads', () => {
  const read = new Set<string>();
  const settings = new Proxy<Record<string, unknown>>(
    { connectionTimeoutMillis: 0 },
    {
      get(target, key) {
        read.add(String(key));
        return target[String(key)];
      },
    },
  );
  expect(new Client(settings)).toBeDefined();
  const ofBackstage = 'instance ipAddressType region tokenCredential type';
  // Those take what no configuration can hold.
  const ofCode = ['Promise', 'connection', 'stream', 'types'];
  expect([...read].filter(key => !ofCode.includes(key)).sort()).toEqual(
    drivers.postgres.connectionKeys
      .filter(key => !ofBackstage.split(' ').includes(key))
      .sort(),
  );
});

it('each `connection` key of MySQL is one that its client takes', () => {
  const refused = jest.spyOn(console, 'error').mockReturnValue();
  const settings = Object.fromEntries(
    drivers.mysql.connectionKeys
      .filter(key => key !== 'uri')
      .map(key => [key, undefined]),
  );
  expect(ofMysql(settings)).toBeDefined();
  expect(refused).not.toHaveBeenCalled();
  expect(ofMysql({ pools: 1 })).toBeDefined();
  expect(refused).toHaveBeenCalledTimes(1);
  refused.mockRestore();
});

describe('what is made on a server', () => {
  let common: PostgresServer;
  let own: PostgresServer;
  let asked: Client;
  beforeAll(async () => {
    common = await startPostgres();
    own = await startPostgres();
    asked = new Client(common.connection('postgres'));
    await asked.connect();
    await asked.query('create role owner createdb; create role other');
    await asked.query('create database shared');
  }, 60_000);
  afterAll(async () => {
    await asked?.end();
    await common?.dispose();
    await own?.dispose();
  });

  const base = (): JsonObject => ({
    client: 'pg',
    connection: { ...common.connection('shared') },
  });
  const userOf = async (database: JsonObject) =>
    withClients(database, ['catalog'], async knex => {
      const { rows } = await knex.raw('select current_user as user');
      await knex.destroy();
      return rows[0].user;
    });

  it('has the role that all plugins have, and not that of one', async () => {
    const database = { ...base(), role: 'owner' };
    expect(await userOf(database)).toEqual(['owner']);
    expect(
      await userOf({ ...database, plugin: { catalog: { role: 'other' } } }),
    ).toEqual(['owner']);
  });

  it('is where all plugins look, also if one looks elsewhere', async () => {
    const database = withKey(base(), 'plugin.elsewhere', {
      ensureExists: true,
      connection: { ...own.connection('mine') },
    });
    const key = 'plugin.elsewhere.ensureExists';
    expect(
      findMisleadingKeys(new ConfigReader({ backend: { database } }), [
        'elsewhere',
      ]).map(each => [each.fault, each.key]),
    ).toEqual([
      ['each-its-own', `${root}.connection.database`],
      ['other-server', `${root}.${key}`],
    ]);
    await withClients(database, ['elsewhere'], knex => knex.destroy());
    const { rows } = await asked.query(
      "select 1 from pg_database where datname = 'mine'",
    );
    expect(rows).toHaveLength(1);
  });

  it('is every schema, unless databases are not made either', async () => {
    const database = (more: JsonObject) => ({
      ...base(),
      pluginDivisionMode: 'schema',
      ...more,
    });
    const schemaOf = async (id: string, more: JsonObject) =>
      withClients(database(more), [id], async knex => {
        const { rows } = await knex.raw('select current_schema() as name');
        await knex.destroy();
        return rows[0].name;
      });
    const anyway = { ensureSchemaExists: false };
    expect(found(database(anyway))).toEqual([
      {
        key: `${root}.ensureSchemaExists`,
        fault: 'made-anyway',
        nearest: `${root}.ensureExists`,
      },
    ]);
    expect(await schemaOf('one', anyway)).toEqual(['one']);

    const never = { ensureExists: false, ensureSchemaExists: false };
    expect(found(database(never))).toEqual([]);
    expect(await schemaOf('two', never)).toEqual([null]);

    const ofPlugin = {
      ensureExists: false,
      plugin: { three: { ensureSchemaExists: true } },
    };
    expect(await schemaOf('three', ofPlugin)).toEqual([null]);
  });
});
