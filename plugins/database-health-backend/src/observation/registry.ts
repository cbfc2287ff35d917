import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import {
  type DatabaseObserver,
  databaseObservationsServiceRef,
  type ObservationOptions,
} from 'backstage-plugin-database-health-node';
import type { Knex } from 'knex';
import { readConfiguredDatabase } from './configured';
import { FolderListings } from './folderListings';
import { MigrationFolders } from './migrationSource';
import { PluginObservation } from './observation';
import { quiet } from './quiet';
import { readSettings } from './settings';
import type {
  ConfiguredDatabase,
  DatabaseObservations,
  MigrationRunListener,
  Observation,
  SettingsSource,
} from './types';

/**
 * All observations of this process, and where a database service notes what
 * its plugins got.
 */
export interface DatabaseObservationRegistry extends DatabaseObservations {
  /** Starts the observation of a plugin, once; the first options count. */
  observe(options: ObservationOptions): DatabaseObserver;
}

/**
 * The registry that the observed database service writes and the backend plugin
 * reads. It leads to the clients of all plugins, so no package but this one has it.
 */
export const observationRegistryServiceRef =
  createServiceRef<DatabaseObservationRegistry>({
    id: 'database-health.observation-registry',
    scope: 'root',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: { config: coreServices.rootConfig },
        factory: ({ config }) =>
          createDatabaseObservations(
            pluginId => readConfiguredDatabase(config, pluginId),
            (...of) => readSettings(config, ...of),
          ),
      }),
  });

/** What a database service of one's own may write, and no more of the registry. */
export const databaseObservationsServiceFactory = createServiceFactory({
  service: databaseObservationsServiceRef,
  deps: { registry: observationRegistryServiceRef },
  factory: ({ registry }) => ({
    observe: options => registry.observe(options),
  }),
});

/**
 * An empty registry. `configuredOf` says where the database of a plugin is of which
 * the database service does not say it, and `settingsOf` what is in force for it.
 */
export function createDatabaseObservations(
  configuredOf: (pluginId: string) => ConfiguredDatabase = unconfigured,
  settingsOf: SettingsSource = () => [],
): DatabaseObservationRegistry {
  const listings = new FolderListings();
  const folders = new MigrationFolders(listings);
  const observations = new Map<string, PluginObservation>();
  const listeners: MigrationRunListener[] = [];
  return {
    list: (): readonly Observation[] => [...observations.values()],
    get: pluginId => observations.get(pluginId),
    listFolder: folder => listings.list(folder),
    onMigrationRun: listener => listeners.push(quiet(listener)),
    observe(options) {
      const observation =
        observations.get(options.pluginId) ??
        new PluginObservation(
          {
            ...options,
            configured: options.configured ?? configuredOf(options.pluginId),
          },
          options.configured ? () => [] : settingsOf,
          folders,
          (of, ledger) => listeners.forEach(listener => listener(of, ledger)),
        );
      observations.set(options.pluginId, observation);
      // It can be written only, and whoever writes hears of no trouble of ours.
      return {
        clientRequested: quiet(() => observation.clientRequested()),
        clientReceived: quiet((client: Knex) =>
          observation.clientReceived(client),
        ),
        clientFailed: quiet((error: unknown) =>
          observation.clientFailed(error),
        ),
      };
    },
  };
}

function unconfigured(pluginId: string): never {
  throw new Error(`Nothing says where the database of ${pluginId} is`);
}
