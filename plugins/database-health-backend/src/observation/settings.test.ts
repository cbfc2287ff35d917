import { ConfigReader } from '@backstage/config';
import { readConfiguredDatabase } from './configured';
import { readSettings } from './settings';

function settingsOf(
  database?: object,
  pool: Record<string, unknown> = { min: 2, max: 10 },
) {
  const config = new ConfigReader(
    JSON.parse(JSON.stringify(database ? { backend: { database } } : {})),
  );
  const configured = readConfiguredDatabase(config, 'catalog');
  return Object.fromEntries(
    readSettings(config, 'catalog', configured, pool).map(
      ({ key, value, from }) => [key, [value, from]],
    ),
  );
}

const own = 'backend.database.plugin.catalog';

describe('the settings of a plugin database', () => {
  it('come from the common configuration', () => {
    expect(
      settingsOf({
        client: 'pg',
        connection: { host: 'db', port: 5433, user: 'portal', ssl: true },
        prefix: 'portal_',
        knexConfig: { pool: { max: 7 } },
        ensureExists: false,
      }),
    ).toEqual({
      client: ['pg', 'backend.database.client'],
      server: ['db:5433', 'backend.database.connection.host'],
      user: ['portal', 'backend.database.connection.user'],
      database: ['portal_catalog', 'backend.database.prefix'],
      ssl: ['on', 'backend.database.connection.ssl'],
      'pool.min': [2, null],
      'pool.max': [10, 'backend.database.knexConfig.pool.max'],
      ensureExists: [false, 'backend.database.ensureExists'],
    });
  });

  it('come from the plugin first', () => {
    expect(
      settingsOf({
        client: 'pg',
        connection: { host: 'db', user: 'portal' },
        role: 'everybody',
        knexConfig: { pool: { max: 7 } },
        plugin: {
          catalog: {
            connection: { user: 'catalog', database: 'entities' },
            role: 'catalog_role',
            knexConfig: { pool: { max: 30 } },
            skipMigrations: true,
          },
        },
      }),
    ).toMatchObject({
      server: ['db:5432', 'backend.database.connection.host'],
      user: ['catalog', `${own}.connection.user`],
      database: ['entities', `${own}.connection.database`],
      // Backstage does not read that of a plugin.
      role: ['everybody', 'backend.database.role'],
      'pool.max': [10, `${own}.knexConfig.pool.max`],
      skipMigrations: [true, `${own}.skipMigrations`],
    });
  });

  it('are those of one client alone where the plugin has another', () => {
    expect(
      settingsOf({
        client: 'pg',
        connection: { host: 'db', user: 'portal', ssl: true },
        plugin: {
          catalog: { client: 'better-sqlite3', connection: ':memory:' },
        },
      }),
    ).toMatchObject({
      client: ['better-sqlite3', `${own}.client`],
      server: [':memory:', `${own}.connection`],
      ssl: ['off', null],
    });
  });

  it('name the string that they come from', () => {
    expect(
      settingsOf({
        client: 'pg',
        connection: 'postgresql://portal:secret@db/one?sslmode=require',
        pluginDivisionMode: 'schema',
        schemaPrefix: 'p_',
      }),
    ).toMatchObject({
      server: ['db:5432', 'backend.database.connection'],
      user: ['portal', 'backend.database.connection'],
      database: ['one', 'backend.database.connection'],
      schema: ['p_catalog', 'backend.database.schemaPrefix'],
    });
  });

  it('are defaults where nothing is configured', () => {
    expect(settingsOf(undefined, { min: 1, max: 1 })).toEqual({
      client: ['better-sqlite3', null],
      server: [':memory:', null],
      database: [':memory:', null],
      ssl: ['off', null],
      'pool.min': [1, null],
      'pool.max': [1, null],
    });
  });

  it.each([
    [true, 'on'],
    [false, 'off'],
    [{ rejectUnauthorized: false }, 'on, any certificate is accepted'],
    [{ ca: 'secret' }, 'on'],
    ['require', 'require'],
    ['secret', 'configured'],
  ])('say of ssl %j: %s', (ssl, said) => {
    expect(settingsOf({ client: 'pg', connection: { ssl } }).ssl[0]).toBe(said);
  });

  it('have no secret, wherever one is configured', () => {
    const secrets = { password: 'secret', token: 'secret', odd: 'secret' };
    const connection = {
      ...secrets,
      host: 'db',
      connectionString: 'postgresql://u:secret@db/one?password=secret',
      ssl: { ...secrets, ca: 'secret', cert: 'secret', key: 'secret' },
      tokenCredential: { clientSecret: 'secret' },
      options: '-c secret=1',
    };
    const each = {
      client: 'pg',
      connection,
      knexConfig: { ...secrets, pool: { ...secrets, max: 3 } },
      ...secrets,
    };
    const settings = settingsOf({ ...each, plugin: { catalog: each } });
    expect(settings['ssl.key']).toEqual([
      'configured',
      `${own}.connection.ssl.key`,
    ]);
    expect(JSON.stringify(settings)).not.toContain('secret');
  });
});
