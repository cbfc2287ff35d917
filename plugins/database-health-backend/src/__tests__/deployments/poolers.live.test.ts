import { startPostgres } from 'postgres-server';
import { connectionOf } from '../../__testUtils__/deployments';
import { startPortal } from '../../__testUtils__/portal';
import {
  describeSetUps,
  type SetUp,
} from '../../__testUtils__/setUps/describeSetUps';
import { onOneServer } from '../../__testUtils__/setUps/postgresRows';
import { PostgresTruth } from '../../__testUtils__/setUps/postgresTruth';
import {
  pgbouncerAvailable,
  startPgbouncer,
} from '../../__testUtils__/pgbouncer';

// What was refused is asked once more at once; routes.live.test.ts holds the limit.
jest.mock('../../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

describeSetUps(
  (
    [
      ['pgbouncer-session', 'session'],
      ['pgbouncer-transaction', 'transaction'],
    ] as const
  ).map(
    ([folder, poolMode]): SetUp => ({
      folder,
      available: pgbouncerAvailable,
      async prepare(use) {
        const server = use(await PostgresTruth.start());
        const prepared = await onOneServer(server, 'postgres');
        const { POSTGRES_USER: user, POSTGRES_PASSWORD: password } =
          prepared.env;
        const pooler = use(
          await startPgbouncer({ ...server.server, user, password }, poolMode),
        );
        return {
          ...prepared,
          env: { ...prepared.env, POSTGRES_PORT: String(pooler.port) },
        };
      },
      async expectAlso({ portal }) {
        const { servers } = await portal.overview();
        expect(servers).toMatchObject([{ pooler: expect.anything() }]);
        const budget = await portal.check('catalog', 'connection-budget');
        expect(budget).toMatchObject({
          status: 'skipped',
          reason: expect.stringContaining('through a connection pooler'),
        });
      },
    }),
  ),
);

(pgbouncerAvailable ? it : it.skip)(
  'a server that some plugins reach through PgBouncer is one, by its own address',
  async () => {
    const server = await startPostgres();
    const pooler = await startPgbouncer(server, 'transaction');
    const pooled = { connection: { host: '127.0.0.1', port: pooler.port } };
    const portal = await startPortal({
      pluginIds: ['catalog', 'search'],
      database: {
        client: 'pg',
        connection: connectionOf(server),
        plugin: {
          catalog: pooled,
          search: { connection: { host: 'localhost' } },
        },
      },
    });
    try {
      await portal.eventually(async () => {
        const { servers } = await portal.overview();
        expect(servers).toMatchObject([
          {
            pooler: { pluginIds: ['catalog'] },
            host: expect.not.stringContaining(`:${pooler.port}`),
            addresses: expect.arrayContaining([
              `127.0.0.1:${pooler.port}`,
              `127.0.0.1:${server.port}`,
              `localhost:${server.port}`,
            ]),
            budget: { max: 3 * 10, available: 97 },
          },
        ]);
      });
    } finally {
      await portal.stop();
      await pooler.dispose();
      await server.dispose();
    }
  },
);
