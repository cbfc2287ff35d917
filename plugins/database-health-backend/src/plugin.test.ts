import { availableMajors, startPostgres } from 'postgres-server';
import type { PostgresServer } from 'postgres-server';
import {
  Portal,
  inventoryMigrations,
  startPortal,
} from './__testUtils__/portal';

jest.setTimeout(120_000);

// Every test here asks for surveys; routes.test.ts holds the real limit.
jest.mock('./routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const set = (table: string) => ({
  databaseId: 'inventory',
  table,
  state: 'up-to-date',
  pending: [],
  missing: [],
  lock: { state: 'free' },
});

describe.each([
  ...availableMajors.map(major => ({ name: `PostgreSQL ${major}`, major })),
  { name: 'SQLite', major: undefined },
])('the backend plugin on $name', ({ major }) => {
  const expectedServer = major
    ? {
        engine: 'postgres',
        connections: { limit: 100, reserved: 3 },
        budget: { max: 30, available: 97 },
      }
    : { engine: 'sqlite', connections: null, budget: null };
  let server: PostgresServer | undefined;
  let portal: Portal;

  beforeAll(async () => {
    server = major && (await startPostgres({ major }));
    portal = await startPortal({
      database: server
        ? {
            client: 'pg',
            connection: { ...server.connection(), database: undefined },
          }
        : { client: 'better-sqlite3', connection: ':memory:' },
    });
    await portal.survey();
  });

  afterAll(async () => {
    await portal?.stop();
    await server?.dispose();
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
      engine: server ? 'postgres' : 'sqlite',
      name: server ? 'backstage_plugin_inventory' : ':memory:',
      observed: true,
      installed: true,
      reachable: true,
      stale: false,
      migrations: { state: 'up-to-date', ledgers: 2, applied: 3, pending: 0 },
    });
    expect(inventory.ping?.latencyMs).toBeGreaterThan(0);
    expect(summary.observed).toBe(true);

    const { bytes } = inventory.size!;
    const exact = await exactBytes(portal, server);
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
    expect(found).toMatchObject(expectedServer);
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

async function exactBytes(
  { inventory }: Portal,
  server: PostgresServer | undefined,
): Promise<number> {
  if (server) {
    const { rows } = await inventory.raw(
      'select pg_database_size(current_database()) as bytes',
    );
    return Number(rows[0].bytes);
  }
  const [{ page_count: pages }] = await inventory.raw('pragma page_count');
  const [{ page_size: bytes }] = await inventory.raw('pragma page_size');
  return pages * bytes;
}
