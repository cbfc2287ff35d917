import {
  availableMajors,
  type PostgresServer,
  startPostgres,
} from 'postgres-server';
import { databasesById, Deployments } from '../../__testUtils__/deployments';
import { asSuperuser } from '../../engines/__testUtils__/postgresSubjects';

/** Ways in which Backstage's documentation has admins configure their databases. */
describe('a portal on PostgreSQL', () => {
  let deployments: Deployments;
  let other: PostgresServer;

  beforeAll(async () => {
    [deployments, other] = await Promise.all([
      Deployments.open(),
      startPostgres({ major: availableMajors[0] }),
    ]);
  });
  afterEach(() => deployments.clear());
  afterAll(() => Promise.all([deployments?.close(), other?.dispose()]));

  /** As a plugin leaves it in a schema of its own. */
  const createLedger = (schema: string, database: string) =>
    deployments.run(
      `create schema "${schema}";
       create table "${schema}".knex_migrations (id int primary key);
       create table "${schema}".knex_migrations_lock (index int)`,
      database,
    );

  it('that is named by strings, with one plugin on a server of its own', async () => {
    const password = 'p@ss:/?#[] %41é';
    await deployments.run(
      `create role "odd one" login createdb password '${password}'`,
    );
    await asSuperuser(other, 'create database "the stock"');
    const { host, port } = deployments.server;
    const portal = await deployments.start({
      database: {
        client: 'pg',
        connection: `postgresql://odd%20one:${encodeURIComponent(
          password,
        )}@${host}:${port}/postgres?sslmode=disable&connect_timeout=30`,
        plugin: {
          inventory: { connection: other.connectionString('the stock') },
          orders: { connection: { database: 'orders' } },
        },
      },
    });
    await portal.eventually(async () => {
      const overview = await portal.overview();
      const { inventory, orders, ...others } = databasesById(overview);
      const health = others['database-health'];
      expect([health.name, inventory.name, orders.name]).toEqual([
        'backstage_plugin_database-health',
        'the stock',
        'orders',
      ]);
      expect(overview).toMatchObject({ status: 'ok', findings: [] });
      expect(orders.serverId).toBe(health.serverId);
      expect(inventory.migrations).toMatchObject({ ledgers: 2, applied: 3 });
      const server = (id: string) =>
        overview.servers.find(each => each.id === id);
      expect(server(health.serverId)).toMatchObject({
        host: `${host}:${port}`,
        budget: { max: 20 },
      });
      expect(server(inventory.serverId)).toMatchObject({
        host: `${other.host}:${other.port}`,
        version: expect.stringMatching(new RegExp(`^${other.major}\\.`)),
        budget: { max: 10, byPlugin: [{ pluginId: 'inventory', max: 10 }] },
      });
    });
  });

  it.each(['', 'dev_'])(
    'with schemas of one database, prefixed by "%s", that are all of one role',
    async schemaPrefix => {
      await deployments.run('create database shared owner plain');
      for (const schema of ['removed', 'dev_removed', 'dev_test_catalog']) {
        await createLedger(schema, 'shared');
      }
      const portal = await deployments.start({
        database: {
          client: 'pg',
          pluginDivisionMode: 'schema',
          ...(schemaPrefix && { schemaPrefix }),
          connection: {
            ...deployments.connectionOfPlain(),
            database: 'shared',
          },
        },
      });
      await portal.eventually(async () => {
        const overview = await portal.overview();
        expect(overview.status).toBe('ok');
        const { inventory, orders } = databasesById(overview);
        expect(orders.schema).toBe(`${schemaPrefix}orders`);
        expect(inventory).toMatchObject({
          name: 'shared',
          schema: `${schemaPrefix}inventory`,
          migrations: { ledgers: 2, applied: 3 },
        });
        const [{ bytes }] = await deployments.run<{ bytes: string }>(
          `select sum(pg_total_relation_size(oid)) as bytes from pg_class
           where relnamespace = '${schemaPrefix}inventory'::regnamespace
             and relkind in ('r', 'S')`,
          'shared',
        );
        expect(inventory.size!.bytes).toBe(Number(bytes));
        // Of the other schemas some are another deployment's.
        expect(overview.findings).toMatchObject([
          {
            checkId: 'orphan',
            object: `${schemaPrefix}removed`,
            message: expect.stringContaining('holds at least 8.0 KiB'),
            remedy: { sql: `drop schema "${schemaPrefix}removed" cascade;` },
          },
        ]);
      });
    },
  );

  it('with schemas of two databases, each with what was left behind', async () => {
    for (const [database, schema] of [
      ['shared', 'removed'],
      ['apart', 'left-behind'],
    ]) {
      await deployments.run(`create database ${database}`);
      await createLedger(`dev_${schema}`, database);
    }
    // Backstage makes schemas in the common database alone.
    await deployments.run('create schema dev_orders', 'apart');
    const portal = await deployments.start({
      database: {
        client: 'pg',
        pluginDivisionMode: 'schema',
        schemaPrefix: 'dev_',
        connection: { ...deployments.connection(), database: 'shared' },
        plugin: { orders: { connection: { database: 'apart' } } },
      },
    });
    await portal.eventually(async () => {
      const { findings, status } = await portal.overview();
      expect(status).toBe('ok');
      expect(findings.map(({ object }) => object).sort()).toEqual([
        'dev_left-behind',
        'dev_removed',
      ]);
    });
  });

  it('with a prefix, pools of its own and one plugin on SQLite', async () => {
    await deployments.run('create database dev_removed');
    await deployments.run('create database backstage_plugin_catalog');
    const portal = await deployments.start({
      database: {
        client: 'pg',
        prefix: 'dev_',
        connection: deployments.connection(),
        knexConfig: { pool: { min: 0, max: 4, idleTimeoutMillis: 60_000 } },
        plugin: {
          inventory: { knexConfig: { pool: { max: 3 } } },
          orders: { client: 'better-sqlite3', connection: ':memory:' },
        },
      },
    });
    await portal.eventually(async () => {
      const overview = await portal.overview();
      expect(overview.status).toBe('ok');
      const { inventory, orders, ...others } = databasesById(overview);
      const health = others['database-health'];
      expect(health).toMatchObject({
        name: 'dev_database-health',
        pool: { max: 4 },
      });
      expect(inventory).toMatchObject({
        name: 'dev_inventory',
        serverId: health.serverId,
        pool: { max: 3 },
      });
      expect(orders).toMatchObject({ engine: 'sqlite', name: ':memory:' });
      expect(
        overview.servers.find(({ id }) => id === health.serverId)!.budget,
      ).toMatchObject({ max: 7, available: 97 });
      expect(overview.findings).toMatchObject([
        {
          checkId: 'orphan',
          object: 'dev_removed',
          severity: 'info',
          message: expect.stringMatching(/holds [\d.]+ MiB/),
          remedy: { sql: 'drop database "dev_removed";' },
        },
      ]);
    });
  });
});
