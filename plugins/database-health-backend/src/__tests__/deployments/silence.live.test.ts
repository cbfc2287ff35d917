import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { connectionOf } from '../../__testUtils__/deployments';
import { type Portal, startPortal } from '../../__testUtils__/portal';
import {
  startProxy,
  type SwitchingProxy,
} from '../../__testUtils__/switchingProxy';

/** What waits for an answer that never comes is told within this. */
const minuteMs = 60_000;

describe('What accepts and never answers', () => {
  let server: PostgresServer;
  let proxy: SwitchingProxy;
  let silent: SwitchingProxy;
  let portal: Portal;

  beforeAll(async () => {
    server = await startPostgres();
    proxy = await startProxy(server.port);
    silent = await startProxy(server.port);
    silent.answerNobody();
    const connection = { ...connectionOf(server), port: proxy.port };
    portal = await startPortal({
      database: {
        client: 'pg',
        connection,
        plugin: {
          mcpActions: {},
          waiting: { connection: { port: silent.port } },
        },
      },
      databaseHealth: {
        checks: {
          'unanswered-queries': { warningSeconds: 30, criticalSeconds: 31 },
        },
      },
      features: [
        createBackendPlugin({
          pluginId: 'waiting',
          register(env) {
            env.registerInit({
              deps: { database: coreServices.database },
              // The backend would never be up if this waited for it.
              init: async ({ database }) =>
                void database.getClient().catch(() => {}),
            });
          },
        }),
        createBackendPlugin({
          pluginId: 'mcp-actions',
          register(env) {
            env.registerInit({
              deps: { database: coreServices.database },
              init: async ({ database }) => void (await database.getClient()),
            });
          },
        }),
      ],
    });
  });
  afterAll(async () => {
    // What waits for ever would keep the backend from its end.
    silent.switchTo(server.port);
    proxy.switchTo(server.port);
    await portal?.stop();
    await proxy.dispose();
    await silent.dispose();
    await server.dispose();
  });

  const criticals = async () => {
    const { findings } = await portal.overview();
    return findings.filter(({ severity }) => severity === 'critical');
  };
  const found = async (checkId: string, databaseId?: string) =>
    (await portal.overview()).findings.filter(
      each =>
        each.checkId === checkId &&
        (databaseId === undefined || each.databaseId === databaseId),
    );

  it('is told of the plugin that waits for its database from the start, by its name', async () => {
    await portal.eventually(async () => {
      expect(await found('reachable', 'waiting')).toEqual([
        expect.objectContaining({
          severity: 'critical',
          // By then its client may have given up, or not.
          message: expect.stringMatching(
            /opening the first connection has had no answer|^Opening a connection timed out/,
          ),
          remedy: { text: expect.stringContaining('host') },
        }),
      ]);
    }, minuteMs);
    const [told] = await found('reachable', 'waiting');
    const { databases, servers } = await portal.overview();
    const waiting = databases.find(({ id }) => id === 'waiting')!;
    expect(waiting).toMatchObject({ status: 'critical', reachable: false });
    expect(Date.parse(waiting.unreachableSince!)).toBeLessThanOrEqual(
      Date.parse(told.since),
    );
    expect(servers.find(({ id }) => id === waiting.serverId)).toMatchObject({
      host: `127.0.0.1:${silent.port}`,
    });
    await portal.get('/status').expect(503);
  });

  it('does not keep the page from a key that names no plugin', async () => {
    expect(await found('configuration')).toEqual([
      expect.objectContaining({
        databaseId: 'mcp-actions',
        severity: 'warning',
        message: expect.stringContaining('called mcp-actions'),
      }),
    ]);
  });

  it('is told of queries over connections that were dropped in between', async () => {
    await portal.inventory.raw('select 1');
    proxy.forgetOpen();
    const lost = portal.inventory.raw('select 1').catch(() => {});
    await portal.eventually(async () => {
      expect(await found('unanswered-queries', 'inventory')).toEqual([
        expect.objectContaining({
          databaseId: 'inventory',
          severity: 'critical',
          message: expect.stringMatching(
            /^1 query has had no answer for .+, and the server does not run it/,
          ),
          remedy: { text: expect.stringContaining('keepAlive: true') },
        }),
      ]);
    }, 2 * minuteMs);
    proxy.switchTo(server.port);
    await lost;
    await portal.eventually(async () =>
      expect(await found('unanswered-queries')).toEqual([]),
    );
  });

  it('is told of opening connections, and not of a pool that has no place', async () => {
    proxy.answerNobody();
    const requests = Promise.allSettled(
      Array.from({ length: 12 }, () => portal.inventory.raw('select 1')),
    );
    await portal.eventually(async () => {
      const [told] = (await criticals()).filter(
        ({ checkId }) => checkId === 'server-reachable',
      );
      expect(told.message).toMatch(
        /does not answer when a connection is opened\.$/,
      );
      for (const { remedy, message } of await criticals()) {
        expect(remedy.text).not.toContain('raise `knexConfig.pool.max`');
        expect(message).not.toContain('became free');
      }
    }, 2 * minuteMs);
    proxy.switchTo(server.port);
    await requests;
    await portal.eventually(async () => {
      const { databases } = await portal.overview();
      expect(
        databases.filter(({ reachable }) => !reachable).map(({ id }) => id),
      ).toEqual(['waiting']);
    }, 2 * minuteMs);
  });
});
