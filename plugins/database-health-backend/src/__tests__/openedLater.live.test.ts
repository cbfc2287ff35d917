import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { PostgresServer, startPostgres } from 'postgres-server';
import { Portal, startPortal } from '../__testUtils__/portal';

describe('a plugin database that is opened after the start', () => {
  let shared: PostgresServer;
  let own: PostgresServer;
  let portal: Portal;
  let open: () => void;

  beforeAll(async () => {
    [shared, own] = await Promise.all([
      startPostgres({ major: 18 }),
      startPostgres({ major: 18 }),
    ]);
  });

  afterEach(() => portal.stop());

  afterAll(() => Promise.all([shared.dispose(), own.dispose()]));

  const laterPlugin = createBackendPlugin({
    pluginId: 'later',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          open = () => {
            database.getClient().catch(() => {});
          };
        },
      });
    },
  });

  async function start(databaseHealth: JsonObject) {
    const { database: _, ...connection } = shared.connection();
    const later = {
      connection: { ...own.connection() },
      ensureExists: false,
    };
    portal = await startPortal({
      database: { client: 'pg', connection, plugin: { later } },
      databaseHealth,
      features: [laterPlugin],
    });
    await portal.eventually(async () => {
      expect(await readiness()).toEqual([200, 'pass']);
    });
  }

  async function readiness() {
    const { status, body } = await portal.get('/health');
    return [status, body.status];
  }

  /** Whether the plugin databases answer, as alerts read it. */
  async function reachable() {
    const { body } = await portal.get(
      '/status?plugin=orders&plugin=later&check=reachable',
    );
    return { whole: body.status, later: body.checks['later:reachable'] };
  }

  it('leaves the backend in service while it has not failed often enough, but is not ok', async () => {
    await start({
      pulse: { interval: '15s' },
      readiness: { failureThreshold: 1_000 },
    });
    own.pause();
    try {
      open();
      expect(await readiness()).toEqual([200, 'warn']);
      expect(await reachable()).toEqual({
        whole: expect.stringMatching(/^(warn|fail)$/),
        later: [expect.objectContaining({ output: expect.any(String) })],
      });
    } finally {
      own.resume();
    }
    await portal.eventually(async () => {
      expect(await readiness()).toEqual([200, 'pass']);
      expect(await reachable()).toMatchObject({
        whole: 'pass',
        later: [{ status: 'pass' }],
      });
    });
  });

  it('takes the backend out of service when it has, until it answers', async () => {
    await start({});
    await own.stop();
    open();
    await portal.eventually(async () => {
      expect(await readiness()).toEqual([503, 'fail']);
    });
    await own.start();
    await portal.eventually(async () => {
      expect(await readiness()).toEqual([200, 'pass']);
    });
  });
});
