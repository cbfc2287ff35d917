import type { ChildProcess } from 'node:child_process';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type { Replica } from 'backstage-plugin-database-health-common';
import knexFactory, { Knex } from 'knex';
import { startPostgres } from 'postgres-server';
import type { PostgresServer } from 'postgres-server';
import {
  Portal,
  inventoryMigrations,
  startPortal,
} from '../__testUtils__/portal';
import { startReplica } from '../__testUtils__/replica';

/** The shortest interval that may be configured. */
const intervalMs = 10_000;

const databaseHealth = {
  pulse: { interval: '1s' },
  survey: { interval: { milliseconds: intervalMs } },
};

/** Installed here, but not opened: others have opened theirs. */
const lazyPlugin = createBackendPlugin({
  pluginId: 'lazy',
  register(env) {
    env.registerInit({
      deps: { database: coreServices.database },
      async init() {},
    });
  },
});

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('three replicas on one server', () => {
  let server: PostgresServer;
  let portal: Portal;
  let store: Knex;
  const replicas: ChildProcess[] = [];

  beforeAll(async () => {
    server = await startPostgres({ major: 18 });
    const database = {
      client: 'pg',
      connection: { ...server.connection(), database: undefined },
      knexConfig: { pool: { max: 4 } },
    };
    portal = await startPortal({
      database,
      databaseHealth,
      features: [lazyPlugin],
    });
    for (const pluginIds of [
      ['inventory', 'orders', 'billing', 'lazy'],
      ['billing', 'lazy'],
    ]) {
      replicas.push(
        await startReplica({
          directory: portal.migrationsDirectory,
          database,
          databaseHealth,
          pluginIds,
        }),
      );
      // Two that migrate one plugin database at once refuse to start.
      for (const pluginId of ['billing', 'lazy']) {
        await portal.eventually(() => expectMigrated(pluginId));
      }
    }
    store = knexFactory({
      client: 'pg',
      connection: {
        ...server.connection(),
        database: 'backstage_plugin_database-health',
      },
    });
  });

  afterAll(async () => {
    replicas.forEach(replica => replica.kill('SIGKILL'));
    await store?.destroy();
    await portal?.stop();
    await server?.dispose();
  });

  async function expectMigrated(pluginId: string): Promise<void> {
    const knex = knexFactory({
      client: 'pg',
      log: { warn() {}, error() {} },
      connection: {
        ...server.connection(),
        database: `backstage_plugin_${pluginId}`,
      },
    });
    try {
      expect(await knex('knex_migrations').pluck('name')).toEqual(
        inventoryMigrations,
      );
      expect(await knex('knex_migrations_lock').pluck('is_locked')).toEqual([
        0,
      ]);
    } finally {
      await knex.destroy();
    }
  }

  const shared = ['database-health', 'inventory', 'orders'];

  async function surveysOf(): Promise<Record<string, number>> {
    const rows = await store('surveys').select('database_id', 'revision');
    return Object.fromEntries(
      rows.map(({ database_id, revision }) => [database_id, revision]),
    );
  }

  async function surveysWithin(intervals: number): Promise<number[]> {
    const before = await surveysOf();
    await sleep(intervals * intervalMs);
    const after = await surveysOf();
    return shared.map(id => after[id] - before[id]);
  }

  /** One that dies while it surveys keeps its claim for longer than this test waits. */
  async function killBetweenSurveys(): Promise<void> {
    const signal = (name: NodeJS.Signals) =>
      replicas.forEach(replica => replica.kill(name));
    await portal.eventually(async () => {
      signal('SIGSTOP');
      const claimed = await store('surveys').whereNotNull('claimed_by');
      if (claimed.length > 0) {
        signal('SIGCONT');
      }
      expect(claimed).toEqual([]);
    });
    signal('SIGKILL');
  }

  it('tells of plugin databases that only the others observe', async () => {
    // Its surveys come with the store, its pulses with its next heartbeat.
    await portal.eventually(async () => {
      const { databases } = await portal.overview();
      for (const only of ['billing', 'lazy']) {
        expect(databases.find(({ id }) => id === only)).toMatchObject({
          name: `backstage_plugin_${only}`,
          observed: false,
          installed: true,
          surveyedAt: expect.any(String),
          reachable: true,
          ping: { latencyMs: expect.any(Number) },
          size: { bytes: expect.any(Number) },
          migrations: { state: 'up-to-date', pending: 0 },
          pool: { max: 8, replicas: 2 },
        });
      }
    }, 90_000);
    for (const checkId of ['pool-saturation', 'pool-timeouts', 'pool-wait']) {
      expect(await portal.check('billing', checkId)).toMatchObject({
        status: 'skipped',
        reason: 'Each replica judges its own pool.',
      });
    }
    const { ledgers } = await portal.detail('billing');
    expect(ledgers).toContainEqual(
      expect.objectContaining({
        table: 'knex_migrations',
        applied: inventoryMigrations.map(name =>
          expect.objectContaining({ name }),
        ),
      }),
    );
  });

  const poolOf = async (id: string) =>
    (await portal.overview()).databases.find(each => each.id === id)?.pool;

  it('sums up the pools of all', async () => {
    await portal.eventually(async () => {
      expect(await poolOf('inventory')).toMatchObject({ max: 8, replicas: 2 });
    });
    const { body } = await portal.get('/connections').expect(200);
    expect(
      Object.fromEntries(
        ['inventory', 'billing', 'lazy'].map(id => [
          id,
          body.replicas.filter(
            (replica: Replica) =>
              replica.alive &&
              replica.pools.some(({ pluginId }) => pluginId === id),
          ).length,
        ]),
      ),
    ).toEqual({ inventory: 2, billing: 2, lazy: 2 });
    const { byPlugin } = body.servers[0].budget;
    for (const pluginId of ['inventory', 'billing', 'lazy']) {
      expect(byPlugin).toContainEqual({ pluginId, max: 4, replicas: 2 });
    }
    expect((await portal.detail('billing')).pools).toHaveLength(2);
  });

  it('surveys each plugin database once per interval, and goes on when the others are killed', async () => {
    for (const count of await surveysWithin(6)) {
      expect(count).toBeGreaterThanOrEqual(5);
      expect(count).toBeLessThanOrEqual(7);
    }
    await killBetweenSurveys();
    for (const count of await surveysWithin(4)) {
      expect(count).toBeGreaterThanOrEqual(3);
      expect(count).toBeLessThanOrEqual(5);
    }
    // By now 40 s have gone; after 45 s the dead must count no more.
    await portal.eventually(async () => {
      expect(await poolOf('inventory')).toMatchObject({ max: 4, replicas: 1 });
      const { databases } = await portal.overview();
      expect(databases.map(({ id }) => id)).not.toContain('billing');
    }, 5_000);
  });
});
