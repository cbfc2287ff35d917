import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { observeDatabaseService } from 'backstage-plugin-database-health-node';
import { unconfiguredDatabase } from '../engines/drivers';
import { ownPluginId } from '../ownPluginId';
import { readConfiguredDatabase } from './configured';
import { migratedLater } from './migratedLater';
import { ownDatabase } from './ownDatabase';
import { observationRegistryServiceRef } from './registry';

/**
 * Backstage's own database service, observed.
 *
 * @public
 */
export const observedDatabaseServiceFactory = createServiceFactory({
  service: coreServices.database,
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.lifecycle,
    logger: coreServices.logger,
    observations: observationRegistryServiceRef,
    pluginMetadata: coreServices.pluginMetadata,
    rootLifecycle: coreServices.rootLifecycle,
    rootLogger: coreServices.rootLogger,
  },
  async createRootContext({ config, rootLifecycle, rootLogger }) {
    // Backstage's own factory takes a database in memory where none is
    // configured; what it makes its manager from is not exported.
    const database = config.getOptional<JsonObject>('backend.database');
    const configOf = (value: JsonObject) =>
      new ConfigReader({ backend: { database: value } });
    const databaseConfig = database ? config : configOf(unconfiguredDatabase);
    return {
      manager: DatabaseManager.fromConfig(databaseConfig, {
        rootLifecycle,
        rootLogger,
      }),
      unchecked: () =>
        DatabaseManager.fromConfig(
          configOf(withoutLook(database ?? unconfiguredDatabase)),
          { rootLifecycle, rootLogger },
        ),
      /** One that is closed after its use. */
      async using(use: (manager: DatabaseManager) => Promise<unknown>) {
        const hooks: (() => void | Promise<void>)[] = [];
        const another = DatabaseManager.fromConfig(databaseConfig, {
          rootLifecycle: {
            addStartupHook() {},
            addBeforeShutdownHook() {},
            addShutdownHook: hook => hooks.push(hook),
          },
        });
        try {
          await use(another);
        } finally {
          await Promise.all(hooks.map(hook => hook()));
        }
      },
    };
  },
  async factory(
    { config, lifecycle, logger, observations, pluginMetadata },
    { manager, unchecked, using },
  ) {
    const pluginId = pluginMetadata.getId();
    const deps = { lifecycle, logger };
    const service = manager.forPlugin(pluginId, deps);
    const observed = (inner: DatabaseService) =>
      observeDatabaseService(inner, { pluginId, observations });
    if (pluginId !== ownPluginId) {
      return observed(service);
    }
    const own = ownDatabase(service, {
      unchecked: () => unchecked().forPlugin(pluginId, deps),
      make: () =>
        using(another => another.forPlugin(pluginId, deps).getClient()),
      isSchema: readConfiguredDatabase(config, pluginId).schema !== undefined,
    });
    return migratedLater(observed(own), { lifecycle, logger });
  },
});

/** With this, a client of our own is made without a look at its database. */
function withoutLook(database: JsonObject): JsonObject {
  const plugins = database.plugin as JsonObject | undefined;
  const own = plugins?.[ownPluginId] as JsonObject | undefined;
  return {
    ...database,
    ensureSchemaExists: false,
    plugin: { ...plugins, [ownPluginId]: { ...own, ensureExists: false } },
  };
}
