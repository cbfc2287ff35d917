import {
  describeEach,
  type RunningServer,
  serverEngines,
} from '../__testUtils__/engines';
import { Portal, startPortal } from '../__testUtils__/portal';

describeEach(serverEngines, 'an outage of', engine => {
  let server: RunningServer;
  let portal: Portal;

  beforeAll(async () => {
    server = await engine.startServer();
    portal = await startPortal({
      database: {
        ...server.database,
        knexConfig: { pool: { max: 3, acquireTimeoutMillis: 2_000 } },
      },
    });
    await portal.survey();
  });

  afterEach(() => server?.resume());
  afterAll(async () => {
    await portal?.stop();
    await server?.dispose();
  });

  async function expectWell() {
    await portal.get('/health').expect(200, { status: 'pass' });
    await portal.get('/health/ready').expect(200, { status: 'pass' });
    const { databases } = await portal.overview();
    for (const { reachable, pluginId } of databases) {
      expect({ pluginId, reachable }).toEqual({ pluginId, reachable: true });
    }
  }

  async function expectDown() {
    await portal.get('/health').expect(503, { status: 'fail' });
    await portal.get('/health/ready').expect(200, { status: 'warn' });
    await portal.get('/health/live').expect(200, { status: 'pass' });
  }

  it('is told with its start while the last picture stays, and its end', async () => {
    await expectWell();
    const { bytes } = (await portal.detail('inventory')).database.size!;
    const stoppedAt = Date.now();
    await server.stop();
    await portal.eventually(async () => {
      await expectDown();
      const { databases } = await portal.overview();
      expect(databases.map(({ status }) => status)).toEqual([
        'critical',
        'critical',
        'critical',
      ]);
    });

    const { database, checks, ledgers } = await portal.detail('inventory');
    expect(database).toMatchObject({ reachable: false, size: { bytes } });
    expect(Date.parse(database.unreachableSince!)).toBeGreaterThanOrEqual(
      stoppedAt - 1_000,
    );
    expect(ledgers).toHaveLength(2);
    expect(checks.find(({ checkId }) => checkId === 'reachable')).toMatchObject(
      {
        status: 'critical',
        findings: [{ severity: 'critical', since: expect.any(String) }],
      },
    );
    const { status, summary, servers } = await portal.overview();
    expect(status).toBe('critical');
    const [{ status: serverStatus, unreachableSince }] = servers;
    expect(serverStatus).toBe('critical');
    expect(Date.parse(unreachableSince!)).toBeGreaterThanOrEqual(
      stoppedAt - 1_000,
    );
    expect(servers).toMatchObject([{ role: 'unknown', connections: null }]);
    expect(summary.connections).toBeNull();
    expect(summary.sentence).toMatch(
      /^(None of the 3 plugin databases answers|The server of database-health, inventory and orders .+)\.$/,
    );

    const restartedAt = Date.now();
    await server.start();
    await portal.eventually(async () => {
      await expectWell();
      const { databases } = await portal.overview();
      for (const { status: each, surveyedAt } of databases) {
        expect(each).toBe('ok');
        expect(Date.parse(surveyedAt!)).toBeGreaterThan(restartedAt);
      }
      const [back] = (await portal.overview()).servers;
      expect(back).not.toHaveProperty('unreachableSince');
    });
  });

  it('that hangs instead of refusing is seen, too', async () => {
    server.pause();
    await portal.eventually(async () => {
      const { findings } = await portal.check('inventory', 'reachable');
      expect(findings).toMatchObject([{ severity: 'critical' }]);
      await expectDown();
    }, 60_000);
    server.resume();
    await portal.eventually(expectWell);
  });

  it('that is a full pool is no outage, and nothing queues behind it', async () => {
    const { pool } = portal.inventory.client;
    const held = await Promise.all(
      Array.from({ length: 3 }, () =>
        portal.inventory.client.acquireConnection(),
      ),
    );
    let mostWaiting = 0;
    const watch = setInterval(() => {
      mostWaiting = Math.max(mostWaiting, pool.numPendingAcquires());
    }, 5);
    await portal.eventually(async () => {
      const { database } = await portal.detail('inventory');
      expect(database.pool).toMatchObject({ used: 3, max: 3, pending: 0 });
    });
    await new Promise(resolve => setTimeout(resolve, 4_000));
    clearInterval(watch);
    expect(mostWaiting).toBe(0);
    await expectWell();
    const { findings } = await portal.check('inventory', 'reachable');
    expect(findings).toEqual([]);

    await Promise.all(
      held.map(connection =>
        portal.inventory.client.releaseConnection(connection),
      ),
    );
    await portal.eventually(async () => {
      const { database } = await portal.detail('inventory');
      expect(database.pool!.used).toBeLessThan(3);
    });
  });
});
