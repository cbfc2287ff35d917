import createKnex, { type Knex } from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { connectionOf } from '../__testUtils__/deployments';
import { type Portal, startPortal } from '../__testUtils__/portal';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const database = 'backstage_plugin_inventory';

describe('What happens to the ledgers of a running portal', () => {
  let server: PostgresServer;
  let admin: Knex;
  let portal: Portal;

  beforeAll(async () => {
    server = await startPostgres();
    admin = createKnex({ client: 'pg', connection: server.connection() });
    portal = await startPortal({
      database: { client: 'pg', connection: connectionOf(server) },
    });
    await portal.survey();
  });
  afterAll(async () => {
    await portal?.stop();
    await admin?.destroy();
    await server?.dispose();
  });

  const grave = async () =>
    (await portal.detail('inventory')).checks
      .flatMap(({ findings }) => findings)
      .filter(({ severity }) => severity !== 'info');
  const isWell = () =>
    portal.eventually(async () => {
      await portal.survey();
      const { database: seen } = await portal.detail('inventory');
      expect(seen).toMatchObject({
        reachable: true,
        migrations: { state: 'up-to-date', applied: 3 },
      });
      expect(await grave()).toEqual([]);
    });

  it('a row that stands there twice is one migration', async () => {
    await portal.inventory.raw(
      `insert into knex_migrations (name, batch, migration_time)
       select name, batch, migration_time from knex_migrations limit 1`,
    );
    await isWell();
    expect(await portal.inventory('knex_migrations')).toHaveLength(3);
    await portal.inventory.raw(
      `delete from knex_migrations a using knex_migrations b
       where a.name = b.name and a.id > b.id`,
    );
    await isWell();
  });

  it('a start that failed for rows without a file says that a restart is enough once they are gone', async () => {
    await portal.inventory.raw(
      `insert into knex_migrations (name, batch, migration_time) values ('0_gone.js', 1, now())`,
    );
    await expect(portal.migrate()).rejects.toThrow('corrupt');
    await portal.eventually(async () => {
      expect((await grave()).map(({ checkId }) => checkId)).toContain(
        'migrations-missing',
      );
    });
    await portal.inventory.raw(
      `delete from knex_migrations where name = '0_gone.js'`,
    );
    await portal.eventually(async () => {
      await portal.survey();
      expect(await grave()).toMatchObject([
        {
          checkId: 'migrations-failed',
          message: expect.stringMatching(/By now every row has its file\.$/),
          remedy: {
            text: 'Restart the backend: the plugin migrates again when it starts.',
          },
        },
      ]);
    });
    await portal.migrate();
    await isWell();
  });

  it('a database that was dropped and created again is not told to put rows back', async () => {
    await admin.raw(`drop database ${database} with (force)`);
    await portal.eventually(async () => {
      const [finding] = await grave();
      expect(finding).toMatchObject({
        checkId: 'reachable',
        message: expect.stringContaining('does not exist'),
        remedy: {
          text: expect.stringMatching(
            /^Ask first whether the database was renamed.+ restore it .+Only if .+ create an empty one/,
          ),
        },
      });
    });
    await admin.raw(`create database ${database}`);
    await portal.eventually(async () => {
      await portal.survey();
      const found = await grave();
      expect(found).toMatchObject([
        {
          checkId: 'migrations-pending',
          object: 'knex_migrations',
          remedy: { text: expect.stringMatching(/^Find out first .+renamed/) },
        },
        { checkId: 'migrations-pending' },
      ]);
      for (const { message, remedy } of found) {
        expect(message).not.toContain('rows have been deleted');
        expect(remedy.sql).toBeUndefined();
      }
    });
    // As the finding says: what was in it may be lost, and the plugin starts again.
    await portal.migrate();
    await isWell();
  });
});
