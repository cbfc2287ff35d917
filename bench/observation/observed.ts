import { createDatabaseObservations } from '../../plugins/database-health-backend/src/observation/registry';
import { observeDatabaseService } from 'backstage-plugin-database-health-node';
import type { Knex } from 'knex';

/** The client as a plugin gets it where its database service is observed. */
export function observed(client: Knex): Promise<Knex> {
  return observeDatabaseService(
    { getClient: async () => client },
    {
      pluginId: 'bench',
      observations: createDatabaseObservations(),
      configured: { engine: 'postgres', name: 'bench', address: 'bench' },
    },
  ).getClient();
}
