import { DatabaseManager } from '@backstage/backend-defaults/database';
import { ConfigReader } from '@backstage/config';
import {
  mockLifecycle,
  mockLogger,
  mockRootLifecycle,
} from '../../__testUtils__/services';
import { createDatabaseObservations } from '../../observation/registry';
import { observeDatabaseService } from 'backstage-plugin-database-health-node';
import { readConfiguredDatabase } from '../../observation/configured';
import { type Observation } from '../../observation/types';
import type { Knex } from 'knex';

/** The client that a plugin gets from Backstage, observed as in a portal. */
export async function observedPlugin(
  pluginId: string,
  database: object,
): Promise<{
  client: Knex;
  observation: Observation;
  /** Closes every connection, those that made the database included. */
  dispose(): Promise<void>;
}> {
  const config = new ConfigReader({ backend: { database } });
  const observations = createDatabaseObservations();
  const rootLifecycle = mockRootLifecycle();
  const service = observeDatabaseService(
    DatabaseManager.fromConfig(config, { rootLifecycle }).forPlugin(pluginId, {
      logger: mockLogger(),
      lifecycle: mockLifecycle(),
    }),
    {
      pluginId,
      observations,
      configured: readConfiguredDatabase(config, pluginId),
    },
  );
  const client = await service.getClient();
  return {
    client,
    observation: observations.get(pluginId)!,
    async dispose() {
      await client.destroy();
      for (const [shutDown] of rootLifecycle.addShutdownHook.mock.calls) {
        await shutDown();
      }
    },
  };
}
