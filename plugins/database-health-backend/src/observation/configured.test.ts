import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { Client } from 'pg';
import { mockLifecycle, mockLogger } from '../__testUtils__/services';
import { type ConfiguredDatabase } from './types';
import { readConfiguredDatabase } from './configured';

function configOf(database: unknown) {
  return new ConfigReader(
    (database === undefined ? {} : { backend: { database } }) as JsonObject,
  );
}

function configured(database?: unknown): ConfiguredDatabase {
  return readConfiguredDatabase(configOf(database), 'catalog');
}

/** Where the client leads that Backstage itself makes of a configuration. */
async function truth(database: JsonObject): Promise<ConfiguredDatabase> {
  const { client } = await DatabaseManager.fromConfig(
    configOf({ ensureExists: false, ...database }),
  )
    .forPlugin('catalog', {
      logger: mockLogger(),
      lifecycle: mockLifecycle(),
    })
    .getClient();
  const settings = client.connectionSettings;
  switch (client.driverName) {
    case 'pg': {
      const pg = new Client(settings);
      return {
        engine: 'postgres',
        name: String(pg.database),
        ...(client.searchPath && { schema: client.searchPath[0] }),
        address: pg.host.startsWith('/')
          ? `${pg.host}/.s.PGSQL.${pg.port}`
          : `${pg.host}:${pg.port}`,
      };
    }
    case 'mysql2':
      return {
        engine: 'mysql',
        name: settings.database,
        address: `${settings.host ?? 'localhost'}:${settings.port ?? 3306}`,
      };
    default:
      return {
        engine: 'sqlite',
        name: basename(settings.filename),
        address:
          settings.filename === ':memory:'
            ? ':memory:'
            : resolve(settings.filename),
      };
  }
}

const pg = {
  client: 'pg',
  connection: { host: 'db', user: 'u', password: 'p' },
};
// Backstage makes it when it makes the client.
const directory = tmpdir();
const mysql = { ...pg, client: 'mysql2' };
const url = 'postgresql://u:p@db:6432';

describe('readConfiguredDatabase agrees with Backstage', () => {
  const before = { ...process.env };
  beforeEach(() => {
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('PG')) {
        delete process.env[name];
      }
    }
  });
  afterEach(() => {
    process.env = { ...before };
  });

  it.each<[string, JsonObject, Partial<ConfiguredDatabase>]>([
    [
      'an object',
      pg,
      {
        engine: 'postgres',
        name: 'backstage_plugin_catalog',
        address: 'db:5432',
      },
    ],
    [
      'an object with a port as text',
      { ...pg, connection: { ...pg.connection, port: '6432' } },
      { address: 'db:6432' },
    ],
    [
      'a name that all plugins would share',
      { ...pg, connection: { ...pg.connection, database: 'shared' } },
      { name: 'backstage_plugin_catalog' },
    ],
    ['a string', { client: 'pg', connection: url }, { address: 'db:6432' }],
    [
      'a string with a name',
      { client: 'pg', connection: `${url}/shared?sslmode=disable` },
      { name: 'backstage_plugin_catalog', address: 'db:6432' },
    ],
    [
      'a string in an object',
      { client: 'pg', connection: { connectionString: `${url}/mine` } },
      { name: 'mine', address: 'db:6432' },
    ],
    [
      'a string in an object without a name',
      { client: 'pg', connection: { connectionString: url, database: 'x' } },
      { name: 'u', address: 'db:6432' },
    ],
    [
      'a string that MySQL does not read',
      { ...mysql, connection: { ...pg.connection, connectionString: url } },
      { name: 'backstage_plugin_catalog', address: 'db:3306' },
    ],
    [
      'a socket',
      { client: 'pg', connection: { host: '/run/postgresql' } },
      { address: '/run/postgresql/.s.PGSQL.5432' },
    ],
    [
      'a socket in a string',
      { client: 'pg', connection: 'postgresql:///x?host=/run/postgresql' },
      { address: '/run/postgresql/.s.PGSQL.5432' },
    ],
    [
      'no host',
      { client: 'pg', connection: {} },
      { address: 'localhost:5432' },
    ],
    [
      'a prefix',
      { ...pg, prefix: 'dev_' },
      { name: 'dev_catalog', namePrefix: 'dev_' },
    ],
    [
      "the plugin's own name",
      { ...pg, plugin: { catalog: { connection: { database: 'mine' } } } },
      { name: 'mine', address: 'db:5432' },
    ],
    [
      "the plugin's own server",
      {
        ...pg,
        prefix: 'dev_',
        plugin: { catalog: { connection: { host: 'other', port: 1 } } },
      },
      { name: 'dev_catalog', address: 'other:1' },
    ],
    [
      "the plugin's own string",
      { ...pg, plugin: { catalog: { connection: `${url}/mine` } } },
      { name: 'mine', address: 'db:6432' },
    ],
    [
      'what another plugin has',
      { ...pg, plugin: { search: { connection: { host: 'other' } } } },
      { address: 'db:5432' },
    ],
    [
      'schemas',
      {
        ...pg,
        pluginDivisionMode: 'schema',
        connection: { ...pg.connection, database: 'shared' },
      },
      { name: 'shared', schema: 'catalog' },
    ],
    [
      'schemas with a prefix and a string',
      {
        client: 'pg',
        pluginDivisionMode: 'schema',
        schemaPrefix: 'dev_',
        connection: `${url}/shared`,
      },
      {
        name: 'shared',
        schema: 'dev_catalog',
        namePrefix: 'dev_',
        address: 'db:6432',
      },
    ],
    [
      'schemas in a database that is named after the user',
      { ...pg, pluginDivisionMode: 'schema' },
      { name: 'u', schema: 'catalog' },
    ],
    [
      'SQLite for one plugin',
      {
        ...pg,
        plugin: {
          catalog: { client: 'better-sqlite3', connection: ':memory:' },
        },
      },
      { engine: 'sqlite', name: ':memory:', address: ':memory:' },
    ],
    [
      'PostgreSQL for one plugin',
      {
        client: 'better-sqlite3',
        connection: { directory },
        plugin: { catalog: pg },
      },
      {
        engine: 'postgres',
        name: 'backstage_plugin_catalog',
        address: 'db:5432',
      },
    ],
    [
      'SQLite in memory',
      { client: 'better-sqlite3', connection: ':memory:' },
      { engine: 'sqlite', name: ':memory:', address: ':memory:' },
    ],
    [
      'SQLite in a folder',
      { client: 'better-sqlite3', connection: { directory } },
      { name: 'catalog.sqlite', address: join(directory, 'catalog.sqlite') },
    ],
    [
      "SQLite in the plugin's own file",
      {
        client: 'better-sqlite3',
        connection: { directory },
        plugin: { catalog: { connection: { filename: 'mine.sqlite' } } },
      },
      { name: 'mine.sqlite', address: join(directory, 'mine.sqlite') },
    ],
    [
      'MySQL',
      mysql,
      {
        engine: 'mysql',
        name: 'backstage_plugin_catalog',
        address: 'db:3306',
      },
    ],
    [
      'MySQL with a string',
      { client: 'mysql2', connection: 'mysql://u:p@db:3307/shared' },
      { name: 'backstage_plugin_catalog', address: 'db:3307' },
    ],
  ])('%s', async (_case, database, expected) => {
    const { namePrefix, ...rest } = configured(database);
    expect({ namePrefix, ...rest }).toMatchObject(expected);
    expect(rest).toEqual(await truth(database));
  });

  it('takes host, port and database from the environment as pg does', async () => {
    process.env.PGHOST = 'env';
    process.env.PGPORT = '7777';
    process.env.PGDATABASE = 'common';
    const database = {
      client: 'pg',
      pluginDivisionMode: 'schema',
      connection: {},
    };
    expect(configured(database)).toEqual({
      engine: 'postgres',
      name: 'common',
      schema: 'catalog',
      address: 'env:7777',
    });
    expect(configured(database)).toEqual(await truth(database));
    expect(configured(pg)).toEqual(await truth(pg));
  });
});

describe('readConfiguredDatabase', () => {
  it('takes the memory where nothing is configured', () => {
    const memory = { engine: 'sqlite', name: ':memory:', address: ':memory:' };
    expect(configured()).toEqual(memory);
  });

  it.each<[string, unknown, string]>([
    ['IPv6', { host: '::1' }, '[::1]:5432'],
    ['an unreadable string', 'postgresql://[', 'localhost:5432'],
    ['a certificate that is not there', `${url}?sslrootcert=/none`, 'db:6432'],
    ['a number', 5, 'localhost:5432'],
    ['nothing', null, 'localhost:5432'],
    ['a list', ['x'], 'localhost:5432'],
    ['a host that is none', { host: { x: 1 }, port: [] }, 'localhost:5432'],
  ])('never throws: %s', (_case, connection, address) => {
    expect(configured({ client: 'pg', connection })).toEqual({
      engine: 'postgres',
      name: 'backstage_plugin_catalog',
      address,
    });
  });

  it.each([
    ['azure', { host: 'db.azure', port: 5432, user: 'u' }, 'db.azure:5432'],
    [
      'rds',
      { host: 'db.aws', port: 5433, user: 'u', region: 'r' },
      'db.aws:5433',
    ],
    ['cloudsql', { instance: 'p:r:i' }, 'p:r:i'],
  ])('knows who gives tokens: %s', (type, connection, address) => {
    expect(
      configured({ client: 'pg', connection: { type, ...connection } }),
    ).toEqual({
      engine: 'postgres',
      name: 'backstage_plugin_catalog',
      tokenProvider: type,
      address,
    });
    expect(
      configured({
        client: 'pg',
        connection: { ...connection },
        plugin: { catalog: { connection: { type } } },
      }),
    ).toMatchObject({ tokenProvider: type });
  });

  it.each([
    5,
    'text',
    [],
    {},
    { client: {} },
    { plugin: 3 },
    { plugin: { catalog: null } },
  ])('never throws: %j', database => {
    expect(configured(database).name).toBe('backstage_plugin_catalog');
  });
});
