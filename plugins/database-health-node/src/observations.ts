import {
  createServiceFactory,
  createServiceRef,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { Engine } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';

/**
 * What `backend.database` says of one plugin database.
 *
 * @public
 */
export interface ConfiguredDatabase {
  engine: Engine;
  /** Database name, or the SQLite file name, `:memory:` included. */
  name: string;
  /** Set in schema mode. */
  schema?: string;
  /**
   * With what the names of all plugins' databases begin, in schema mode those
   * of their schemas, where it is configured.
   */
  namePrefix?: string;
  /** Who gives its plugin tokens to log in with, where it has no password. */
  tokenProvider?: 'azure' | 'cloudsql' | 'rds';
  /** `host:port` or a path; secret without the details permission. */
  address: string;
}

/**
 * What is known of a plugin database before its plugin asks for it.
 *
 * @public
 */
export interface ObservationOptions {
  pluginId: string;
  /** Where it is not what `backend.database` says of the plugin. */
  configured?: ConfiguredDatabase;
  /** `skipMigrations` is configured for this plugin. */
  migrationsSkipped: boolean;
}

/**
 * Takes note of what a plugin got from its database service. Asks the database
 * nothing, changes nothing that the plugin sees, and never throws.
 *
 * @public
 */
export interface DatabaseObserver {
  clientRequested(): void;
  clientReceived(client: Knex): void;
  clientFailed(error: unknown): void;
}

/**
 * Where a database service says what its plugins got. What is noted here can only
 * be written: no plugin reaches the client of another one through it.
 *
 * @public
 */
export interface DatabaseObservers {
  /** Starts the observation of a plugin, once; the first options count. */
  observe(options: ObservationOptions): DatabaseObserver;
}

/**
 * The observations of this process. In a backend without Database Health nobody
 * listens.
 *
 * @public
 */
export const databaseObservationsServiceRef =
  createServiceRef<DatabaseObservers>({
    id: 'database-health.observations',
    scope: 'root',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {},
        factory: (): DatabaseObservers => ({
          observe: () => ({
            clientRequested() {},
            clientReceived() {},
            clientFailed() {},
          }),
        }),
      }),
  });

/**
 * Options of {@link observeDatabaseService}.
 *
 * @public
 */
export interface ObserveDatabaseServiceOptions {
  pluginId: string;
  /** From {@link databaseObservationsServiceRef}. */
  observations: DatabaseObservers;
  /** Where it is not what `backend.database` says of the plugin. */
  configured?: ConfiguredDatabase;
}

/**
 * Wraps the database service of one plugin so that it is observed. The plugin
 * gets the client, the errors and the `migrations` of `inner` and no others.
 *
 * @public
 */
export function observeDatabaseService(
  inner: DatabaseService,
  { observations, ...options }: ObserveDatabaseServiceOptions,
): DatabaseService {
  const observer = observations.observe({
    ...options,
    migrationsSkipped: inner.migrations?.skip ?? false,
  });
  return {
    async getClient() {
      observer.clientRequested();
      try {
        const client = await inner.getClient();
        observer.clientReceived(client);
        return client;
      } catch (error) {
        observer.clientFailed(error);
        throw error;
      }
    },
    get migrations() {
      return inner.migrations;
    },
  };
}
