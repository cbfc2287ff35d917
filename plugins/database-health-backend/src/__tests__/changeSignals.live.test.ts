import { mockCredentials } from '@backstage/backend-test-utils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import signals from '@backstage/plugin-signals-backend';
import { startPostgres, type PostgresServer } from 'postgres-server';
import { connectionOf } from '../__testUtils__/deployments';
import { Portal, startPortal } from '../__testUtils__/portal';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

describe('who listens to the channel of changes', () => {
  let server: PostgresServer;
  let portal: Portal;
  let socket: WebSocket | undefined;
  let heard: { at: number; data: unknown }[] = [];

  beforeAll(async () => {
    server = await startPostgres({ major: 18 });
    portal = await startPortal({
      database: { client: 'pg', connection: connectionOf(server) },
      databaseHealth: {
        checks: { latency: false, 'pool-wait': false, 'query-latency': false },
      },
      features: [signals, eventsServiceFactory],
    });
    await portal.survey();
    await listen();
  });

  afterAll(async () => {
    socket?.close();
    await portal?.stop();
    await server?.dispose();
  });

  /** As the client of the signals plugin does, which tries until it is connected. */
  async function listen() {
    const url = new URL(portal.get('').url);
    await portal.eventually(async () => {
      socket?.close();
      socket = new WebSocket(
        `ws://${url.host}/api/signals`,
        mockCredentials.user.token(),
      );
      // The first request of all is never answered: by it the plugin finds its server.
      await new Promise((resolve, reject) => {
        socket!.onopen = resolve;
        socket!.onerror = reject;
        setTimeout(reject, 2_000, new Error('Not connected'));
      });
    });
    socket!.onmessage = ({ data }) =>
      heard.push({ at: performance.now(), data: JSON.parse(data) });
    socket!.send(
      JSON.stringify({ action: 'subscribe', channel: 'database-health' }),
    );
  }

  /** Until nothing more is said for longer than the pause between two signals. */
  async function untilQuiet() {
    await portal.eventually(async () => {
      const before = heard.length;
      await new Promise(resolve => setTimeout(resolve, 5_000));
      expect(heard.length).toBe(before);
    });
  }

  it('hears that something has changed, and nothing else, at most every 2 s', async () => {
    await untilQuiet();
    heard = [];
    await server.stop();
    await portal.eventually(async () => {
      expect((await portal.overview()).incidents).toHaveLength(1);
    });
    await portal.eventually(async () => {
      expect(heard.length).toBeGreaterThan(1);
    });
    await server.start();
    await portal.eventually(async () => {
      expect((await portal.overview()).status).toBe('ok');
    });
    await untilQuiet();

    for (const { data } of heard) {
      expect(data).toEqual({
        channel: 'database-health',
        message: { changed: true },
      });
    }
    const pauses = heard.slice(1).map(({ at }, i) => at - heard[i].at);
    // Less what the way of the one before took longer.
    expect(Math.min(...pauses)).toBeGreaterThan(1_500);
  });

  it('hears nothing while numbers alone change', async () => {
    heard = [];
    await portal.inventory('t0').insert({});
    await new Promise(resolve => setTimeout(resolve, 5_000));
    expect(heard).toEqual([]);
  });
});
