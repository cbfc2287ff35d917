import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { observeDatabaseService } from 'backstage-plugin-database-health-node';
import { unconfiguredDatabase } from '../engines/drivers';
import { ownPluginId } from '../ownPluginId';
import { openedAnew } from './openedAnew';
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
    const databaseConfig = config.getOptional('backend.database')
      ? config
      : new ConfigReader({ backend: { database: unconfiguredDatabase } });
    return {
      manager: DatabaseManager.fromConfig(databaseConfig, {
        rootLifecycle,
        rootLogger,
      }),
      another: () => DatabaseManager.fromConfig(databaseConfig),
    };
  },
  async factory(
    { lifecycle, logger, observations, pluginMetadata, rootLifecycle },
    { manager, another },
  ) {
    const pluginId = pluginMetadata.getId();
    const deps = { lifecycle, logger };
    const service = manager.forPlugin(pluginId, deps);
    return observeDatabaseService(
      pluginId === ownPluginId
        ? openedAnew(service, {
            another: () => another().forPlugin(pluginId, deps),
            rootLifecycle,
          })
        : service,
      {
        pluginId,
        observations,
      },
    );
  },
});
