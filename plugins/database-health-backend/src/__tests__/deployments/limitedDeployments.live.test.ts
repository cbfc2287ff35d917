import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from 'postgres-server';
import {
  connectionOf,
  databasesById,
  Deployments,
} from '../../__testUtils__/deployments';
import type { Portal, PortalOptions } from '../../__testUtils__/portal';
import { asSuperuser } from '../../engines/__testUtils__/postgresSubjects';

// Some tests here ask for surveys; routes.live.test.ts holds the real limit.
jest.mock('../../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

/** A plugin that cannot start, and the backend starts without it. */
const withoutInventory = {
  startup: { plugins: { inventory: { onPluginBootFailure: 'continue' } } },
};

describe('a portal that may not do all on PostgreSQL', () => {
  let deployments: Deployments;

  beforeAll(async () => {
    deployments = await Deployments.open();
  });
  afterEach(() => deployments.clear());
  afterAll(() => deployments?.close());

  async function graveFindings(portal: Portal) {
    const { findings } = await portal.overview();
    return findings.filter(({ severity }) => severity !== 'info');
  }

  it('has a role that may neither create nor list, which acts as another', async () => {
    await deployments.run('create role owner');
    await deployments.run('grant owner to plain');
    const names = await deployments.createDatabases('owner');
    const onEach = async (sql: string) => {
      for (const name of names) {
        await deployments.run(sql, name);
      }
    };
    await onEach('revoke select on pg_database from public');
    const portal = await deployments.start({
      database: {
        client: 'pg',
        ensureExists: false,
        role: 'owner',
        connection: deployments.connectionOfPlain(),
      },
    });
    const denied = {
      status: 'unknown',
      reason: expect.stringContaining(
        'may not read `pg_database`: a `GRANT SELECT` on it is missing',
      ),
    };
    await portal.eventually(async () => {
      const overview = await portal.overview();
      expect(overview.findings).toEqual([]);
      expect(databasesById(overview).inventory).toMatchObject({
        status: 'unknown',
        reachable: true,
        size: { bytes: expect.any(Number), approximate: false },
        migrations: null,
      });
      for (const checkId of ['orphan', 'migrations-pending']) {
        expect(await portal.check('inventory', checkId)).toMatchObject(denied);
      }
    });
    await onEach('grant select on pg_database to public');
    await portal.survey();
    await portal.eventually(async () => {
      expect(databasesById(await portal.overview()).inventory).toMatchObject({
        status: 'ok',
        migrations: { ledgers: 2, applied: 3 },
      });
    });
  });

  it('has a plugin whose database is missing and cannot be created', async () => {
    await deployments.createDatabases('plain');
    await deployments.run('drop database backstage_plugin_inventory');
    const portal = await deployments.start({
      database: { client: 'pg', connection: deployments.connectionOfPlain() },
      backend: withoutInventory,
    });
    await portal.eventually(async () => {
      expect(databasesById(await portal.overview())).toMatchObject({
        inventory: { name: 'backstage_plugin_inventory', reachable: false },
        orders: { status: 'ok' },
      });
      expect(await graveFindings(portal)).toMatchObject([
        {
          databaseId: 'inventory',
          checkId: 'reachable',
          severity: 'critical',
          message: expect.stringMatching(
            /^The database does not exist, and the role of this plugin may not create it\./,
          ),
          remedy: { text: expect.stringContaining('create an empty one') },
        },
      ]);
    });
  });

  it('has plugins on a standby, of which one wants to migrate', async () => {
    const standby = await startPostgres();
    const plugin = { connection: connectionOf(standby), ensureExists: false };
    const options: PortalOptions = {
      database: {
        client: 'pg',
        connection: deployments.connection(),
        plugin: { inventory: plugin, orders: plugin },
      },
      backend: withoutInventory,
    };
    try {
      for (const id of ['inventory', 'orders']) {
        await asSuperuser(standby, `create database backstage_plugin_${id}`);
      }
      await deployments.start(options);
      await deployments.stop();
      await standby.stop();
      await writeFile(join(standby.dataDirectory, 'standby.signal'), '');
      await standby.start();
      const portal = await deployments.start(options);
      await portal.eventually(async () => {
        const overview = await portal.overview();
        const { inventory, orders } = databasesById(overview);
        expect(
          overview.servers.find(({ id }) => id === orders.serverId)!.role,
        ).toBe('standby');
        expect(orders).toMatchObject({ status: 'critical', reachable: true });
        expect(orders.size!.bytes).toBeGreaterThan(0);
        expect(inventory.migrations).toMatchObject({ applied: 3, pending: 0 });
        const grave = await graveFindings(portal);
        expect(
          grave.map(({ checkId, databaseId }) => [checkId, databaseId]).sort(),
        ).toEqual([
          ['migrations-failed', 'inventory'],
          ['read-only', 'inventory'],
          ['read-only', 'orders'],
          ['server-read-only', undefined],
        ]);
        expect(grave).toContainEqual(
          expect.objectContaining({
            checkId: 'migrations-failed',
            message: expect.stringContaining('The database is read-only: '),
          }),
        );
      });
      await deployments.stop();
    } finally {
      await standby.dispose();
    }
  });
});
