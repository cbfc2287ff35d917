import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { quiet } from './quiet';
import type { DatabaseObservationRegistry } from './registry';
import type { ConfiguredDatabase } from './types';

/**
 * Options of {@link observeDatabaseService}.
 *
 * @public
 */
export interface ObserveDatabaseServiceOptions {
  pluginId: string;
  /** From `databaseObservationsServiceRef`. */
  observations: DatabaseObservationRegistry;
  /** From `readConfiguredDatabase`, or the truth where that is another. */
  configured: ConfiguredDatabase;
}

/**
 * Wraps the database service of one plugin so that it is observed. The plugin
 * gets the client, the errors and the `migrations` of `inner` and no others.
 *
 * @public
 */
export function observeDatabaseService(
  inner: DatabaseService,
  options: ObserveDatabaseServiceOptions,
): DatabaseService {
  const observer = options.observations.observe({
    pluginId: options.pluginId,
    configured: options.configured,
    migrationsSkipped: inner.migrations?.skip ?? false,
  });
  const requested = quiet(() => observer.clientRequested());
  const received = quiet((client: Knex) => observer.clientReceived(client));
  const failed = quiet((error: unknown) => observer.clientFailed(error));
  return {
    async getClient() {
      requested();
      try {
        const client = await inner.getClient();
        received(client);
        return client;
      } catch (error) {
        failed(error);
        throw error;
      }
    },
    get migrations() {
      return inner.migrations;
    },
  };
}
