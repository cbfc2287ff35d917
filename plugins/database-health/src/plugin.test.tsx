import { permissionApiRef } from '@backstage/plugin-permission-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor } from '@testing-library/react';
import { SWRConfig } from 'swr';
import { Route } from 'react-router-dom';
import { FlatRoutes } from '@backstage/core-app-api';
import {
  databaseHealthApiRef,
  DatabaseHealthPage,
  databaseHealthPlugin,
  DatabaseHealthSidebarItem,
} from '.';
import { FixtureState, permissionsOf, stateOf } from './fixtures';

/** A portal of the legacy frontend system. */
function renderPortal(state: FixtureState, path: string) {
  return renderInTestApp(
    <SWRConfig value={{ provider: () => new Map() }}>
      <TestApiProvider
        apis={[
          [databaseHealthApiRef, state.createApi()],
          [permissionApiRef, permissionsOf(state)],
        ]}
      >
        <DatabaseHealthSidebarItem />
        <FlatRoutes>
          <Route path="/database-health" element={<DatabaseHealthPage />} />
        </FlatRoutes>
      </TestApiProvider>
    </SWRConfig>,
    { routeEntries: [path] },
  );
}

describe('in the legacy frontend system', () => {
  it('provides the client of the backend', () => {
    expect(
      [...databaseHealthPlugin.getApis()].map(({ api }) => api.id),
    ).toEqual(['plugin.database-health.api']);
  });

  it('opens at the overview, with an entry for the sidebar', async () => {
    await renderPortal(stateOf('read-only'), '/database-health');
    expect(
      await screen.findByText('All 14 plugin databases are well.'),
    ).toBeVisible();
    await waitFor(() =>
      expect(
        screen.getByRole('link', { name: 'Database Health' }),
      ).toHaveAttribute('href', '/database-health'),
    );
  });

  it('names the missing permission, without an entry', async () => {
    await renderPortal(stateOf('no-permission'), '/database-health');
    expect(await screen.findByText('databaseHealth.read')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Database Health' })).toBeNull();
  });
});
