import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { databasesById } from '../../__testUtils__/deployments';
import { type Portal, startPortal } from '../../__testUtils__/portal';
import { asSuperuser } from '../../engines/__testUtils__/mariadbSubjects';

describe('a portal on SQLite in production', () => {
  let directory: string;
  let portal: Portal | undefined;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sqlite-'));
  });
  afterEach(async () => {
    await portal?.stop();
    jest.restoreAllMocks();
  });
  afterAll(() => rm(directory, { recursive: true }));

  it.each([
    { where: 'files', severity: 'warning', name: 'inventory.sqlite' },
    { where: 'memory', severity: 'critical', name: ':memory:' },
  ])('warns of $where', async ({ where, severity, name }) => {
    const started = await startPortal({
      database: {
        client: 'better-sqlite3',
        connection: where === 'files' ? { directory } : ':memory:',
      },
    });
    portal = started;
    // Not before: unless it is tested, Backstage sets timers that nothing stops.
    jest.replaceProperty(process, 'env', {
      ...process.env,
      NODE_ENV: 'production',
    });
    await started.eventually(async () => {
      const overview = await started.overview();
      const { inventory, orders } = databasesById(overview);
      expect(inventory).toMatchObject({
        name,
        migrations: { ledgers: 2, applied: 3 },
      });
      expect(inventory.size!.bytes).toBeGreaterThan(0);
      expect(inventory.serverId).not.toBe(orders.serverId);
      expect(
        overview.findings
          .filter(({ checkId }) => checkId === 'sqlite-in-production')
          .map(finding => finding.severity),
      ).toEqual([severity, severity, severity]);
    });
  });
});

(available ? describe : describe.skip)('a portal on MariaDB', () => {
  let server: MariadbServer;
  let portal: Portal | undefined;

  beforeAll(async () => {
    server = await startMariadb();
  });
  afterEach(() => portal?.stop());
  afterAll(() => server?.dispose());

  it('that is named by a string, with a prefix and a role that may not list', async () => {
    const names = ['database-health', 'inventory', 'orders', 'removed'].map(
      id => `dev_${id}`,
    );
    for (const name of names) {
      await asSuperuser(server, `create database \`${name}\``);
    }
    await asSuperuser(server, 'create database dev_test_catalog');
    await asSuperuser(server, `create user plain@'%' identified by 'plain'`);
    await asSuperuser(server, 'grant all on `dev\\_%`.* to plain');
    const { host, port } = server;
    const started = await startPortal({
      database: {
        client: 'mysql2',
        prefix: 'dev_',
        ensureExists: false,
        connection: `mysql://plain:plain@${host}:${port}/mysql`,
      },
    });
    portal = started;
    await started.eventually(async () => {
      const overview = await started.overview();
      expect(databasesById(overview).inventory).toMatchObject({
        engine: 'mysql',
        name: 'dev_inventory',
        migrations: { ledgers: 2, applied: 3 },
      });
      expect(overview.servers).toMatchObject([
        { host: `${host}:${port}`, budget: { max: 30, available: 151 } },
      ]);
      expect(
        overview.findings.filter(({ checkId }) => checkId === 'orphan'),
      ).toMatchObject([
        {
          object: 'dev_removed',
          remedy: { sql: 'drop database `dev_removed`;' },
        },
      ]);
    });
  });
});
