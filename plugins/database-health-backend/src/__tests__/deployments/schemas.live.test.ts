import { Deployments } from '../../__testUtils__/deployments';

describe('a portal on PostgreSQL with schemas', () => {
  let deployments: Deployments;

  beforeAll(async () => {
    deployments = await Deployments.open();
  });
  afterEach(() => deployments.clear());
  afterAll(() => deployments?.close());

  /** As a plugin leaves it in a schema of its own. */
  const createLedger = (schema: string, database: string) =>
    deployments.run(
      `create schema "${schema}";
       create table "${schema}".knex_migrations (id int primary key);
       create table "${schema}".knex_migrations_lock (index int)`,
      database,
    );

  it('of two databases, each with what was left behind', async () => {
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
});
