import { createRouteRef } from '@backstage/core-plugin-api';

/** `/database-health`, wherever the portal mounts it. */
export const rootRouteRef = createRouteRef({ id: 'database-health' });
