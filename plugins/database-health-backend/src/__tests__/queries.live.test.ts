import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { databaseHealthDetailsReadPermission } from 'backstage-plugin-database-health-common';
import { describeEach, mariadb, postgres } from '../__testUtils__/engines';
import { type Issued, shapeOf, tellsOf } from '../__testUtils__/issued';
import { type PortalOptions, startPortal } from '../__testUtils__/portal';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const engines = [
  postgres(18),
  mariadb,
  {
    name: 'SQLite',
    available: true,
    startServer: async () => ({
      database: { client: 'better-sqlite3', connection: ':memory:' },
      dispose: async () => {},
    }),
  },
];

const withoutDetails = mockServices.permissions.mock({
  authorize: async requests =>
    requests.map(({ permission }) => ({
      result:
        permission.name === databaseHealthDetailsReadPermission.name
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    })),
}).factory;

describeEach(engines, 'the queries of a portal on', ({ startServer }) => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.dispose());

  const start = (options: Partial<PortalOptions> = {}) =>
    startPortal({ database: server.database, ...options });

  it('are counted and timed, and shown without any value', async () => {
    const issued: Issued[] = [];
    const portal = await start({ features: [tellsOf(issued)] });
    for (let i = 0; i < 50; i += 1) {
      await portal.inventory.raw("select 'hunter2' as it, 4711 as number");
    }
    await portal.survey();
    await portal.eventually(async () => {
      const { queries } = await portal.detail('inventory');
      expect(queries).toMatchObject({
        errors: 0,
        perSecond: expect.any(Number),
        latencyMs: { p50: expect.any(Number) },
      });
      expect(queries!.count).toBeGreaterThan(50);
      expect(queries!.statements!.map(({ text }) => text)).toContain(
        'select ? as it, ? as number',
      );
    });

    await portal.stop();

    const statements = new Set(issued.map(({ sql }) => sql));
    expect(statements.size).toBeGreaterThan(20);
    for (const sql of statements) {
      const text = shapeOf(sql, server.database.client);
      const withoutNames = text.replace(/"[^"]*"|`[^`]*`/g, 'name');
      expect({ sql, withoutNames }).toEqual({
        sql,
        withoutNames: expect.not.stringMatching(/['"$…]|\b\d/),
      });
    }
  });

  it('are told as failing, and as well again', async () => {
    const portal = await start();
    const { inventory } = portal;
    const statusOf = async () =>
      (await portal.check('inventory', 'query-errors')).status;
    await inventory.schema.createTable('keys', table => {
      table.integer('id').primary();
    });
    await inventory('keys').insert({ id: 1 });
    await portal.eventually(async () => expect(await statusOf()).toBe('ok'));

    for (let i = 0; i < 120; i += 1) {
      await expect(inventory('keys').insert({ id: 1 })).rejects.toThrow();
    }
    await portal.eventually(async () => {
      const { queries } = await portal.detail('inventory');
      expect(queries).toMatchObject({ errors: 0, duplicates: 120 });
    });
    expect(await statusOf()).toBe('ok');

    for (let i = 0; i < 40; i += 1) {
      await expect(inventory('keys').select('no')).rejects.toThrow();
    }
    await portal.eventually(async () =>
      expect(await portal.check('inventory', 'query-errors')).toMatchObject({
        status: 'critical',
        findings: [
          { severity: 'warning', object: 'statement' },
          { severity: 'critical', evidence: { limit: 10, unit: '%' } },
        ],
      }),
    );
    await inventory.schema.alterTable('keys', table => table.integer('no'));
    await inventory('keys').select('no');

    for (let i = 0; i < 4_200; i += 1) {
      await inventory('keys').select();
    }
    await portal.eventually(async () => expect(await statusOf()).toBe('ok'));
    await inventory.schema.dropTable('keys');
    await portal.stop();
  });

  it('are shown without statements to those who may not see details', async () => {
    const portal = await start({ features: [withoutDetails] });
    await portal.eventually(async () => {
      const { queries } = await portal.detail('inventory');
      expect(queries!.count).toBeGreaterThan(0);
      expect(queries).not.toHaveProperty('statements');
    });
    await portal.stop();
  });
});
