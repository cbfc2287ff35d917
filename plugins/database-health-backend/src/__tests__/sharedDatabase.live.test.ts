import knex, { type Knex } from 'knex';
import { PostgresServer, startPostgres } from 'postgres-server';
import { Portal, startPortal } from '../__testUtils__/portal';

describe('a database that several plugins share', () => {
  let server: PostgresServer;
  let other: Knex;
  let portal: Portal | undefined;

  beforeAll(async () => {
    server = await startPostgres({ major: 18 });
    const admin = knex({ client: 'pg', connection: server.connection() });
    await admin.raw('create database shared');
    await admin.destroy();
    other = knex({ client: 'pg', connection: server.connection('shared') });
  });

  afterEach(() => portal?.stop());

  afterAll(async () => {
    await other.destroy();
    await server.dispose();
  });

  it('has each of its sessions told once, those of no plugin included', async () => {
    const shared: Portal = await startPortal({
      database: {
        client: 'pg',
        pluginDivisionMode: 'schema',
        connection: { ...server.connection('shared') },
      },
      databaseHealth: {
        checks: { 'idle-in-transaction': { warningSeconds: 1 } },
      },
    });
    portal = shared;
    const told = async () => {
      const { findings } = await shared.overview();
      return findings
        .filter(({ checkId }) => checkId === 'idle-in-transaction')
        .map(finding => ({
          at: 'databaseId' in finding ? finding.databaseId : undefined,
          session: Number(/session (\d+)/.exec(finding.message)![1]),
        }))
        .sort((a, b) => a.session - b.session);
    };
    const pidIn = async (transaction: Knex.Transaction) => {
      const { rows } = await transaction.raw('select pg_backend_pid() as pid');
      return rows[0].pid;
    };
    const own = await shared.inventory.transaction();
    const alien = await other.transaction();
    try {
      const expected = [
        { at: 'inventory', session: await pidIn(own) },
        { at: 'database-health', session: await pidIn(alien) },
      ].sort((a, b) => a.session - b.session);
      await shared.eventually(async () => {
        expect(await told()).toEqual(expected);
      });
      const { body } = await shared.get('/connections').expect(200);
      expect(body.servers[0].sessions.sessions).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ databaseId: 'inventory' }),
          expect.objectContaining({ databaseId: null, pluginId: null }),
        ]),
      );
    } finally {
      await Promise.all([own.rollback(), alien.rollback()]);
    }
    await shared.eventually(async () => {
      expect(await told()).toEqual([]);
    });
  });

  it('counts its bytes once', async () => {
    const { database: _, ...connection } = server.connection();
    const plugin = { connection: { database: 'shared' } };
    const shared: Portal = await startPortal({
      database: {
        client: 'pg',
        connection,
        plugin: { inventory: plugin, orders: plugin },
      },
      databaseHealth: {
        budgets: {
          servers: [{ address: `${server.host}:${server.port}`, size: '1B' }],
        },
      },
    });
    portal = shared;
    await shared.eventually(async () => {
      const { databases, findings, summary } = await shared.overview();
      const bytesOf = (id: string) =>
        databases.find(each => each.id === id)!.size!.bytes;
      const ownBytes = bytesOf('database-health');
      const totals = ['inventory', 'orders'].map(id => ownBytes + bytesOf(id));
      expect(totals).toContain(summary.sizeBytes);
      expect(totals).toContain(summary.sizeDaily.at(-1));
      const [finding] = findings.filter(
        ({ checkId }) => checkId === 'server-size',
      );
      expect(totals).toContain(Number(finding.evidence.observed) / 100);
    });
  });
});
