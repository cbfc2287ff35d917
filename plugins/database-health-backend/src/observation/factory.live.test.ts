import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  type BackendFeature,
  coreServices,
  createBackendPlugin,
  type DatabaseService,
  type SchedulerService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import {
  availableMajors,
  type PostgresServer,
  startPostgres,
} from 'postgres-server';
import {
  type DatabaseObservationRegistry,
  observationRegistryServiceRef,
} from './registry';
import { observedDatabaseServiceFactory } from './factory';

/** A backend with the plugins `catalog` and `search`, and what they got. */
async function startBackend(
  database: JsonObject | undefined,
  factory: BackendFeature,
) {
  const services: Record<string, DatabaseService> = {};
  const schedulers: SchedulerService[] = [];
  let observations: DatabaseObservationRegistry | undefined;
  const plugins = ['catalog', 'search'].map(pluginId =>
    createBackendPlugin({
      pluginId,
      register(env) {
        env.registerInit({
          deps: {
            database: coreServices.database,
            observations: observationRegistryServiceRef,
            scheduler: coreServices.scheduler,
          },
          async init(deps) {
            services[pluginId] = deps.database;
            observations = deps.observations;
            schedulers.push(deps.scheduler);
          },
        });
      },
    }),
  );
  const backend = await startTestBackend({
    features: [
      ...plugins,
      factory,
      schedulerServiceFactory,
      mockServices.rootConfig.factory({
        data: database ? { backend: { database } } : {},
      }),
    ],
  });
  const stop = async () => {
    await backend.stop();
    // Backstage 1.55 leaves the pools of plugins open.
    await Promise.all(
      observations!.list().map(({ client }) => client?.destroy()),
    );
  };
  return { stop, services, schedulers, observations: observations! };
}

describe('observedDatabaseServiceFactory', () => {
  it('observes the memory that Backstage takes where nothing is configured', async () => {
    const { stop, services, observations } = await startBackend(
      undefined,
      observedDatabaseServiceFactory,
    );
    const catalog = observations.get('catalog')!;
    expect(catalog).toMatchObject({
      pluginId: 'catalog',
      configured: { engine: 'sqlite', name: ':memory:' },
      migrationsSkipped: false,
    });
    expect(catalog.client).toBeUndefined();
    const client = await services.catalog.getClient();
    expect(await services.catalog.getClient()).toBe(client);
    expect(catalog.client).toBe(client);
    expect(await services.search.getClient()).not.toBe(client);
    expect(observations.get('unknown')).toBeUndefined();
    await stop();
  });

  it('passes on whether migrations are skipped', async () => {
    const { stop, services, observations } = await startBackend(
      {
        client: 'better-sqlite3',
        connection: ':memory:',
        plugin: { search: { skipMigrations: true } },
      },
      observedDatabaseServiceFactory,
    );
    expect(services.search.migrations).toEqual({ skip: true });
    expect(services.catalog.migrations).toEqual({ skip: false });
    expect(observations.get('search')!.migrationsSkipped).toBe(true);
    expect(observations.get('catalog')!.migrationsSkipped).toBe(false);
    await stop();
  });

  describe.each(availableMajors)('on PostgreSQL %i', major => {
    let server: PostgresServer;
    const configOf = (password: string) => ({
      client: 'pg',
      connection: {
        host: server.host,
        port: server.port,
        user: server.user,
        password,
      },
    });
    beforeAll(async () => {
      server = await startPostgres({ major });
    });
    afterAll(() => server?.dispose());

    it('observes every plugin and the ledgers of the services it uses', async () => {
      const { stop, services, schedulers, observations } = await startBackend(
        configOf(server.password),
        observedDatabaseServiceFactory,
      );
      for (const scheduler of schedulers) {
        await scheduler.scheduleTask({
          id: 'never',
          frequency: { trigger: 'manual' },
          timeout: { minutes: 1 },
          fn: async () => {},
        });
      }
      expect(
        observations.list().map(each => [each.pluginId, each.configured]),
      ).toEqual(
        ['catalog', 'search'].map(id => [
          id,
          {
            engine: 'postgres',
            name: `backstage_plugin_${id}`,
            address: `${server.host}:${server.port}`,
          },
        ]),
      );
      const [ledger] = observations.get('catalog')!.ledgers();
      expect(ledger).toMatchObject({
        table: 'backstage_backend_tasks__knex_migrations',
        package: '@backstage/backend-defaults',
        directory: expect.stringMatching(/migrations\/scheduler$/),
        lastRun: { outcome: 'succeeded' },
      });
      const client = await services.catalog.getClient();
      expect(await ledger.getNames()).toEqual(
        await client('backstage_backend_tasks__knex_migrations')
          .orderBy('id')
          .pluck('name'),
      );
      await stop();
    });

    it('lets a plugin fail as it does unobserved, and notes the very error', async () => {
      const failureWith = async (factory: BackendFeature) => {
        const { stop, services, observations } = await startBackend(
          configOf('wrong'),
          factory,
        );
        const error = await services.catalog
          .getClient()
          .catch(thrown => thrown);
        const again = await services.catalog
          .getClient()
          .catch(thrown => thrown);
        await stop();
        return { error, again, observations };
      };
      // Knex warns of each attempt.
      const log = jest.spyOn(console, 'log').mockImplementation();
      const unobserved = await failureWith(databaseServiceFactory);
      const observed = await failureWith(observedDatabaseServiceFactory);
      log.mockRestore();

      expect(observed.error.message).toContain(
        'password authentication failed',
      );
      expect(observed.error.message).toBe(unobserved.error.message);
      expect(observed.again).toBe(observed.error);
      const { client, clientFailure } = observed.observations.get('catalog')!;
      expect(client).toBeUndefined();
      expect(clientFailure?.error).toBe(observed.error);
    });
  });
});
