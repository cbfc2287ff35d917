import { DatabaseManager } from '@backstage/backend-defaults/database';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import {
  databaseObservationsServiceRef,
  type DatabaseObservers,
  observeDatabaseService,
} from 'backstage-plugin-database-health-node';
import { type Portal, startPortal } from '../../__testUtils__/portal';
import { databaseHealthFeature } from '../../feature';

describe('a backend with a database service of its own', () => {
  let portal: Portal | undefined;

  afterEach(() => portal?.stop());

  async function start(options: { wrapped: boolean }): Promise<Portal> {
    portal = await startPortal({
      database: { client: 'better-sqlite3', connection: ':memory:' },
      features: [ownService(options)],
    });
    return portal;
  }

  it('keeps it and runs, and says that nothing is observed', async () => {
    const { overview, get } = await start({ wrapped: false });
    expect(await overview()).toMatchObject({
      summary: { observed: false, sentence: 'No plugin database is observed.' },
      databases: [],
    });
    expect((await get('/status')).body.status).toBe('warn');
  });

  it('is observed when it is wrapped', async () => {
    const { eventually, overview } = await start({ wrapped: true });
    await eventually(async () => {
      const { databases, summary } = await overview();
      expect(summary.observed).toBe(true);
      expect(databases.map(each => [each.id, each.migrations?.state])).toEqual([
        ['database-health', 'up-to-date'],
        ['inventory', 'up-to-date'],
        ['orders', 'empty'],
      ]);
    });
  });
});

describe('what a database service of its own gets', () => {
  it('can be written, and leads to no client of a plugin', async () => {
    let observations: object | undefined;
    const backend = await startTestBackend({
      features: [
        databaseHealthFeature,
        schedulerServiceFactory,
        createBackendPlugin({
          pluginId: 'curious',
          register: env =>
            env.registerInit({
              deps: {
                database: coreServices.database,
                observations: databaseObservationsServiceRef,
              },
              async init(deps) {
                await deps.database.getClient();
                observations = deps.observations;
              },
            }),
        }),
      ],
    });
    expect(Object.keys(observations!)).toEqual(['observe']);
    const observer = (observations as DatabaseObservers).observe({
      pluginId: 'curious',
      migrationsSkipped: false,
    });
    expect(Object.keys(observer)).toEqual([
      'clientRequested',
      'clientReceived',
      'clientFailed',
    ]);
    await backend.stop();
  });
});

/** As the README of the node package has it. */
function ownService({ wrapped }: { wrapped: boolean }) {
  return createServiceFactory({
    service: coreServices.database,
    deps: {
      config: coreServices.rootConfig,
      lifecycle: coreServices.lifecycle,
      logger: coreServices.logger,
      observations: databaseObservationsServiceRef,
      pluginMetadata: coreServices.pluginMetadata,
    },
    createRootContext: ({ config }) => DatabaseManager.fromConfig(config),
    factory({ observations, pluginMetadata, lifecycle, logger }, manager) {
      const pluginId = pluginMetadata.getId();
      const service = manager.forPlugin(pluginId, { lifecycle, logger });
      return wrapped
        ? observeDatabaseService(service, { pluginId, observations })
        : service;
    },
  });
}
