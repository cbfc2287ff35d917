import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  databaseObservationsServiceRef,
  observeDatabaseService,
  readConfiguredDatabase,
} from 'backstage-plugin-database-health-node';
import { type Portal, startPortal } from '../__testUtils__/portal';

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
    factory({ config, observations, pluginMetadata, ...deps }, manager) {
      const pluginId = pluginMetadata.getId();
      const service = manager.forPlugin(pluginId, deps);
      return wrapped
        ? observeDatabaseService(service, {
            pluginId,
            observations,
            configured: readConfiguredDatabase(config, pluginId),
          })
        : service;
    },
  });
}
