import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { DatabaseHealthClient } from 'backstage-plugin-database-health-common';
import type { JSX } from 'react';
import { databaseHealthApiRef } from './api';
import { rootRouteRef } from './routes';

/**
 * Database Health in the legacy frontend system.
 *
 * @public
 */
export const databaseHealthPlugin = createPlugin({
  id: 'database-health',
  routes: { root: rootRouteRef },
  apis: [
    createApiFactory({
      api: databaseHealthApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new DatabaseHealthClient({ fetchApi }),
    }),
  ],
});

/**
 * The page. Mount it at `/database-health`, so that the links of the backend
 * lead to it.
 *
 * @public
 */
export const DatabaseHealthPage: () => JSX.Element =
  databaseHealthPlugin.provide(
    createRoutableExtension({
      name: 'DatabaseHealthPage',
      component: () => import('./frame/LegacyPage').then(m => m.LegacyPage),
      mountPoint: rootRouteRef,
    }),
  );

/**
 * The entry for the sidebar of a portal of the legacy frontend system. Shows
 * nothing to those who may not see the page.
 *
 * @public
 */
export const DatabaseHealthSidebarItem: () => JSX.Element | null =
  databaseHealthPlugin.provide(
    createComponentExtension({
      name: 'DatabaseHealthSidebarItem',
      component: {
        lazy: () =>
          import('./frame/LegacySidebarItem').then(m => m.LegacySidebarItem),
      },
    }),
  );
