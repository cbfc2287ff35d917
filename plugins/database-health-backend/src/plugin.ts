import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { databaseHealthPermissions } from 'backstage-plugin-database-health-common';
import { databaseHealthExtensionPoint } from 'backstage-plugin-database-health-node';
import { findMisleadingKeys } from './observation/misleadingKeys';
import { observationRegistryServiceRef } from './observation/registry';
import { registerActions } from './actions';
import { announceChanges } from './changeSignals';
import { checks } from './checks';
import { readDatabaseHealthConfig } from './config';
import { Extensions } from './extensions';
import { engineAdapters, readableFacts, withFacts } from './engines';
import { listMigrations } from './ledgers';
import { localTasks } from './localTask';
import { Metrics, metricsServiceRef } from './metrics';
import { ownPluginId } from './ownPluginId';
import { Picture } from './picture/picture';
import { misleadingKeyInWords } from './pure/misleadingKeys';
import { DatabaseHealthReader } from './readModel';
import { readinessHolderServiceRef } from './rootHealth';
import { Access, createRouter } from './routes';
import { connectShared } from './shared';
import { watch } from './watch';

/**
 * Watches the databases of all plugins of this backend.
 *
 * @public
 */
export const databaseHealthPlugin = createBackendPlugin({
  pluginId: ownPluginId,
  register(env) {
    const extensions = new Extensions(checks);
    env.registerExtensionPoint(databaseHealthExtensionPoint, extensions);
    env.registerInit({
      deps: {
        actions: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metadata: coreServices.rootInstanceMetadata,
        metrics: metricsServiceRef,
        observations: observationRegistryServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        readiness: readinessHolderServiceRef,
        rootConfig: coreServices.rootConfig,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init(services) {
        const { httpRouter, logger, metadata, observations } = services;
        const plugins = await metadata.getInstalledPlugins();
        const pluginIds = plugins.map(({ pluginId }) => pluginId);
        const config = readDatabaseHealthConfig(services.rootConfig, {
          checks: extensions.checks,
          pluginIds,
        });
        if (observations.list().length === 0) {
          logger.warn(
            'No plugin database is observed: this backend has a database service of its own. Wrap it with observeDatabaseService of backstage-plugin-database-health-node.',
          );
        }

        const misleadingKeys = findMisleadingKeys(
          services.rootConfig,
          pluginIds,
        );
        for (const key of misleadingKeys) {
          const { severity, message, remedy } = misleadingKeyInWords(key);
          if (severity !== 'info') {
            logger.warn(`${message} ${remedy}`);
          }
        }

        const { catalogue } = extensions;
        const engines = withFacts(engineAdapters, extensions.facts);
        const picture = new Picture({
          observations,
          config,
          logger,
          readableFacts: engine => readableFacts(engines[engine]),
          catalogue,
          now: () => Date.now(),
        });
        const schedule = localTasks(services);
        const shared = await connectShared({
          ...services,
          schedule,
          catalogue,
          picture,
          config,
          pluginIds,
          migrationSources: extensions.migrationSources,
          incidentSinks: extensions.incidentSinks,
        });
        const { survey, refresh } = await watch({
          ...services,
          schedule,
          catalogue,
          engines,
          picture,
          shared,
          config,
          misleadingKeys,
        });
        const reader = new DatabaseHealthReader({
          picture,
          config,
          installedPluginIds: new Set(pluginIds),
          surveyRequestedAt: () => survey.requestedAt,
          knownReplicas: shared.knownReplicas,
          knownVersions: shared.knownVersions,
          history: shared.history,
          incidents: shared.incidents,
          silences: shared.silences,
        });
        services.readiness.use(reader);
        const metrics = new Metrics({
          picture,
          catalogue,
          config,
          now: () => Date.now(),
        });
        services.lifecycle.addShutdownHook(metrics.publish(services.metrics));
        services.rootLifecycle.addStartupHook(() => reader.noteStarted());
        services.rootLifecycle.addBeforeShutdownHook(() =>
          reader.noteStopping(),
        );

        announceChanges({
          ...services,
          picture,
          incidents: shared.incidents,
          pluginIds,
        });
        const access = new Access(services);
        services.permissionsRegistry.addPermissions(databaseHealthPermissions);
        httpRouter.use(
          createRouter({
            ...services,
            access,
            reader,
            metrics,
            requestSurvey: refresh,
            dismissals: shared.dismissals,
            silences: shared.silences,
            listMigrations,
          }),
        );
        registerActions(services.actions, { ...services, access, reader });
        httpRouter.addAuthPolicy({ path: '/health', allow: 'unauthenticated' });
      },
    });
  },
});
