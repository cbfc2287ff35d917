import {
  createBackendFeatureLoader,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  createCheck,
  databaseHealthExtensionPoint,
  type ReplicaTime,
} from 'backstage-plugin-database-health-node';
import { startPostgres, type PostgresServer } from 'postgres-server';
import { startPortal, type Portal } from '../__testUtils__/portal';

declare module 'backstage-plugin-database-health-node' {
  interface Facts {
    /** How many sequences a plugin database has, and when they were counted. */
    sequences: { count: number; countedAt: ReplicaTime; hasClient: boolean };
  }
}

const fewSequences = createCheck({
  id: 'few-sequences',
  title: 'Few sequences',
  rationale: 'A test.',
  per: 'database',
  needs: ['sequences', 'size'],
  limits: { warningCount: 3 },
  source: 'Ours.',
  remedy: 'Drop some.',
  evaluate: ({ sequences: { count, hasClient } }, { limits }) =>
    count >= limits.warningCount
      ? [
          {
            severity: 'warning',
            message: `There are ${count} sequences${
              hasClient ? ', and a client' : ''
            }.`,
            evidence: {
              observed: count,
              limit: limits.warningCount,
              unit: 'count',
            },
          },
        ]
      : [],
});

const sequencesModule = createBackendModule({
  pluginId: 'database-health',
  moduleId: 'sequences',
  register(env) {
    env.registerInit({
      deps: { health: databaseHealthExtensionPoint },
      async init({ health }) {
        health.addFact({
          name: 'sequences',
          entry: {
            scope: 'database',
            cadence: 'survey',
            from: 'engine',
            clock: { countedAt: 'replica' },
            shared: 'survey',
          },
          readers: {
            postgres: db =>
              db.read(async query => {
                const [{ count }] = await query<{ count: number }>(
                  `select count(*)::int as count from pg_class where relkind = 'S' and relname like 'odd%'`,
                );
                return {
                  count,
                  countedAt: Date.now(),
                  hasClient: 'client' in db.observation,
                };
              }),
          },
        });
        health.addChecks(fewSequences);
      },
    });
  },
});

const loaded = createBackendFeatureLoader({ loader: () => [sequencesModule] });

describe('a fact that a module adds', () => {
  let server: PostgresServer;
  let portal: Portal | undefined;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterEach(() => portal?.stop());
  afterAll(() => server?.dispose());

  it('is read by surveys, and judged by its check: the sickness and the cure', async () => {
    const started = await startPortal({
      database: { client: 'pg', connection: { ...server.connection() } },
      features: [loaded],
    });
    portal = started;
    const found = async () =>
      (await started.check('inventory', 'few-sequences')).findings.map(
        ({ message }) => message,
      );
    await started.inventory.raw(
      'create sequence odd_a; create sequence odd_b; create sequence odd_c',
    );
    await started.survey();
    expect(await found()).toEqual(['There are 3 sequences.']);
    expect((await started.check('orders', 'few-sequences')).status).toBe('ok');
    await started.inventory.raw('drop sequence odd_a, odd_b, odd_c');
    await started.survey();
    expect(await found()).toEqual([]);
  });

  it('is skipped where its module has no reader for the engine', async () => {
    const started = await startPortal({
      database: { client: 'better-sqlite3', connection: ':memory:' },
      features: [loaded],
    });
    portal = started;
    await started.eventually(async () =>
      expect(await started.check('inventory', 'few-sequences')).toMatchObject({
        status: 'skipped',
        reason: 'Not available on sqlite.',
      }),
    );
  });
});
