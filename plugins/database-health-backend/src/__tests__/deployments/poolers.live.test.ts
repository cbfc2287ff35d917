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
      },
    }),
  ),
);
