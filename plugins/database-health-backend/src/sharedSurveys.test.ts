import type { ChildProcess } from 'node:child_process';
import knexFactory, { Knex } from 'knex';
import { startPostgres } from 'postgres-server';
import type { PostgresServer } from 'postgres-server';
import {
  Portal,
  inventoryMigrations,
  startPortal,
} from './__testUtils__/portal';
import { startReplica } from './__testUtils__/replica';

/** The shortest interval that may be configured. */
const intervalMs = 10_000;

const databaseHealth = {
  pulse: { interval: '1s' },
  survey: { interval: { milliseconds: intervalMs } },
};

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('two replicas on one server', () => {
  let server: PostgresServer;
  let portal: Portal;
  let store: Knex;
  let replica: ChildProcess;

  beforeAll(async () => {
    server = await startPostgres({ major: 18 });
    const database = {
      client: 'pg',
      connection: { ...server.connection(), database: undefined },
      knexConfig: { pool: { max: 4 } },
    };
    portal = await startPortal({ database, databaseHealth });
    replica = await startReplica({
      directory: portal.migrationsDirectory,
      database,
      databaseHealth,
      pluginIds: ['inventory', 'orders', 'billing'],
    });
    store = knexFactory({
      client: 'pg',
      connection: {
        ...server.connection(),
        database: 'backstage_plugin_database-health',
      },
    });
  });

  afterAll(async () => {
    replica?.kill('SIGKILL');
    await store?.destroy();
    await portal?.stop();
    await server?.dispose();
  });

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

  it('tells of a plugin database that only the other one observes', async () => {
    // Its surveys come with the store, its pulses with its next heartbeat.
    await portal.eventually(async () => {
      const { databases } = await portal.overview();
      expect(databases.find(({ id }) => id === 'billing')).toMatchObject({
        name: 'backstage_plugin_billing',
        observed: false,
        installed: true,
        surveyedAt: expect.any(String),
        reachable: true,
        ping: { latencyMs: expect.any(Number) },
        size: { bytes: expect.any(Number) },
        migrations: { state: 'up-to-date', pending: 0 },
        pool: { max: 4 },
      });
    }, 90_000);
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

  it('sums up the pools of both', async () => {
    await portal.eventually(async () => {
      expect(await poolOf('inventory')).toMatchObject({ max: 8, replicas: 2 });
    });
    const { body } = await portal.get('/connections').expect(200);
    expect(body.replicas).toMatchObject([{ alive: true }, { alive: true }]);
    for (const { pools } of body.replicas) {
      expect(pools).toContainEqual(
        expect.objectContaining({ pluginId: 'inventory', max: 4 }),
      );
    }
    const plugins = body.servers[0].budget.byPlugin;
    expect(plugins).toContainEqual({
      pluginId: 'inventory',
      max: 4,
      replicas: 2,
    });
    expect(plugins).toContainEqual({
      pluginId: 'billing',
      max: 4,
      replicas: 1,
    });
  });

  it('surveys each plugin database once per interval, and goes on when one is killed', async () => {
    for (const count of await surveysWithin(6)) {
      expect(count).toBeGreaterThanOrEqual(5);
      expect(count).toBeLessThanOrEqual(7);
    }
    replica.kill('SIGKILL');
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
