import type { JsonObject } from '@backstage/types';
import { availableMajors } from 'postgres-server';
import { describeEach, mariadb, postgres } from '../__testUtils__/engines';
import {
  Portal,
  inventoryMigrations,
  startPortal,
} from '../__testUtils__/portal';

// Every test here asks for surveys; routes.live.test.ts holds the real limit.
jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const set = (table: string) => ({
  databaseId: 'inventory',
  table,
  state: 'up-to-date',
  pending: [],
  missing: [],
  lock: { state: 'free' },
});

interface EngineUnderTest {
  name: string;
  available: boolean;
  /** Absent for one that needs no server. */
  startServer?(): Promise<{ database: JsonObject; dispose(): Promise<void> }>;
  database: object;
  server: object;
  /** What the engine itself says, by other means than the reader. */
  exactBytes(inventory: Portal['inventory']): Promise<number>;
}

const engines: EngineUnderTest[] = [
  ...availableMajors.map(
    (major): EngineUnderTest => ({
      ...postgres(major),
      database: { engine: 'postgres', name: 'backstage_plugin_inventory' },
      server: {
        engine: 'postgres',
        connections: { limit: 100, reserved: 3 },
        budget: { max: 30, available: 97 },
      },
      async exactBytes(inventory) {
        const { rows } = await inventory.raw(
          'select pg_database_size(current_database()) as bytes',
        );
        return Number(rows[0].bytes);
      },
    }),
  ),
  {
    ...mariadb,
    database: {
      engine: 'mysql',
      name: 'backstage_plugin_inventory',
      size: { approximate: true },
    },
    server: {
      engine: 'mysql',
      connections: { limit: 151, reserved: 0 },
      budget: { max: 30, available: 151 },
    },
    async exactBytes(inventory) {
      const [[{ bytes }]] = await inventory.raw(
        `select sum(clust_index_size + other_index_size) * @@innodb_page_size as bytes
         from information_schema.innodb_sys_tablestats
         where name like concat(database(), '/%')`,
      );
      return Number(bytes);
    },
  },
  {
    name: 'SQLite',
    available: true,
    database: { engine: 'sqlite', name: ':memory:' },
    server: { engine: 'sqlite', connections: null, budget: null },
    async exactBytes(inventory) {
      const [{ page_count: pages }] = await inventory.raw('pragma page_count');
      const [{ page_size: bytes }] = await inventory.raw('pragma page_size');
      return pages * bytes;
    },
  },
];

describeEach(engines, 'the backend plugin on', engine => {
  let dispose: (() => Promise<void>) | undefined;
  let portal: Portal;

  beforeAll(async () => {
    const server = await engine.startServer?.();
    dispose = server?.dispose;
    portal = await startPortal({
      database: server?.database ?? {
        client: 'better-sqlite3',
        connection: ':memory:',
      },
    });
    await portal.survey();
  });

  afterAll(async () => {
    await portal?.stop();
    await dispose?.();
  });

  it('shows every plugin database with name, size, latency and ledgers', async () => {
    const { databases, summary } = await portal.overview();
    expect(databases.map(({ pluginId }) => pluginId)).toEqual([
      'database-health',
      'inventory',
      'orders',
    ]);
    const inventory = databases.find(({ id }) => id === 'inventory')!;
    expect(inventory).toMatchObject({
      ...engine.database,
      observed: true,
      installed: true,
      reachable: true,
      stale: false,
      migrations: { state: 'up-to-date', ledgers: 2, applied: 3, pending: 0 },
    });
    expect(inventory.ping?.latencyMs).toBeGreaterThan(0);
    expect(summary.observed).toBe(true);

    const { bytes } = inventory.size!;
    const exact = await engine.exactBytes(portal.inventory);
    expect(Math.abs(bytes - exact)).toBeLessThanOrEqual(exact * 0.01);

    const { ledgers } = await portal.detail('inventory');
    expect(ledgers).toMatchObject([
      {
        ...set('knex_migrations'),
        applied: inventoryMigrations.map(name => ({ name, batch: 1 })),
        lastRun: { outcome: 'succeeded' },
      },
      {
        ...set('inventory_tasks__knex_migrations'),
        applied: [{ name: '20250301000000_tasks', batch: 1 }],
      },
    ]);
  });

  it('tells the role of the server, and its host only with details', async () => {
    const { servers, databases } = await portal.overview();
    const { serverId } = databases.find(({ id }) => id === 'inventory')!;
    const found = servers.find(({ id }) => id === serverId)!;
    expect(found.role).toBe('primary');
    expect(found.id).not.toContain('127.0.0.1');
    expect(found).toMatchObject(engine.server);
    expect(found.version).toMatch(/^\d+\.\d+/);
  });

  it.each([
    {
      sickness: 'a row that was deleted',
      checkId: 'migrations-pending',
      state: 'pending',
      infect: () =>
        portal
          .inventory('knex_migrations')
          .where({ name: inventoryMigrations[1] })
          .delete(),
    },
    {
      sickness: 'a row too many',
      checkId: 'migrations-missing',
      state: 'missing-files',
      infect: () =>
        portal.inventory('knex_migrations').insert({
          name: "20260101000000_o'clock.js",
          batch: 2,
          migration_time: new Date(),
        }),
    },
    {
      sickness: 'a lock that is held',
      checkId: 'migrations-locked',
      state: 'locked',
      infect: () =>
        portal.inventory('knex_migrations_lock').update({ is_locked: 1 }),
    },
    {
      sickness: 'two lock rows',
      checkId: 'migrations-lock-malformed',
      state: 'lock-malformed',
      infect: () =>
        portal.inventory('knex_migrations_lock').insert({ is_locked: 0 }),
    },
    {
      sickness: 'no lock row',
      checkId: 'migrations-lock-malformed',
      state: 'lock-malformed',
      infect: () => portal.inventory('knex_migrations_lock').delete(),
    },
  ])(
    'finds $sickness, and the line that it offers mends it',
    async ({ checkId, state, infect }) => {
      await infect();
      await portal.survey();

      const sick = await portal.detail('inventory');
      expect(sick.ledgers).toMatchObject([
        { table: 'knex_migrations', state },
        { state: 'up-to-date' },
      ]);
      const { findings } = await portal.check('inventory', checkId);
      expect(findings).toMatchObject([
        {
          key: `inventory:${checkId}:knex_migrations`,
          databaseId: 'inventory',
        },
      ]);

      await portal.inventory.raw(findings[0].remedy.sql!);
      await portal.survey();

      const cured = await portal.check('inventory', checkId);
      expect(cured).toMatchObject({ status: 'ok', findings: [] });
      const { ledgers } = await portal.detail('inventory');
      expect(ledgers).toMatchObject([
        { state: 'up-to-date' },
        { state: 'up-to-date' },
      ]);
      await portal.migrate();
    },
  );
});
