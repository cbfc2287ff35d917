import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { FolderListings } from './folderListings';
import { MigrationFolders } from './migrationSource';
import { type ObservationOptions, PluginObservation } from './observation';
import { quiet } from './quiet';
import type {
  DatabaseObservations,
  MigrationRunListener,
  Observation,
} from './types';

/**
 * All observations of this process, and where a database service notes what
 * its plugins got.
 *
 * @public
 */
export interface DatabaseObservationRegistry extends DatabaseObservations {
  /** Starts the observation of a plugin, once; the first options count. */
  observe(options: ObservationOptions): DatabaseObserver;
}

/**
 * Takes note of what a plugin got from its database service. Asks the database
 * nothing and changes nothing that the plugin sees.
 *
 * @public
 */
export interface DatabaseObserver {
  clientRequested(): void;
  clientReceived(client: Knex): void;
  clientFailed(error: unknown): void;
}

/**
 * The registry that the observed database service writes and the backend
 * plugin reads.
 *
 * @public
 */
export const databaseObservationsServiceRef =
  createServiceRef<DatabaseObservationRegistry>({
    id: 'database-health.observations',
    scope: 'root',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {},
        factory: () => createDatabaseObservations(),
      }),
  });

/**
 * An empty registry.
 *
 * @public
 */
export function createDatabaseObservations(): DatabaseObservationRegistry {
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
        new PluginObservation(options, folders, (of, ledger) =>
          listeners.forEach(listener => listener(of, ledger)),
        );
      observations.set(options.pluginId, observation);
      return observation;
    },
  };
}
