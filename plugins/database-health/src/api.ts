import { createApiRef } from '@backstage/core-plugin-api';
import type { DatabaseHealthApi } from 'backstage-plugin-database-health-common';

/**
 * Where the page gets its picture from.
 *
 * @public
 */
export const databaseHealthApiRef = createApiRef<DatabaseHealthApi>({
  id: 'plugin.database-health.api',
});
