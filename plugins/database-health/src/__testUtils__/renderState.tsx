import { permissionApiRef } from '@backstage/plugin-permission-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { StylesProvider } from '@material-ui/core/styles';
import type { DatabaseHealthApi } from 'backstage-plugin-database-health-common';
import { SWRConfig } from 'swr';
import { Route, Routes, useLocation } from 'react-router-dom';
import { databaseHealthApiRef } from '../api';
import type { FixtureState } from '../fixtures';
import { permissionsOf } from '../fixtures';
import { LegacyPage } from '../frame/LegacyPage';
import { PagePath } from '../frame/PagePath';
import { rootRouteRef } from '../routes';

/** Shows the address of the page, so that a test can read it. */
function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="Address">{`${pathname}${search}`}</output>;
}

/** The page of the legacy system in one state, at an address below it. */
export async function renderState(
  state: FixtureState,
  options: { at?: string; api?: DatabaseHealthApi } = {},
): Promise<void> {
  const { at = '', api = state.createApi() } = options;
  await renderInTestApp(
    // No rules of CSS: every look at a role makes jsdom match all of them, which takes
    // a third of the time of these tests. Browsers test what they do.
    <StylesProvider disableGeneration>
      {/* Without a cache, as the permissions of another test are not these. */}
      <SWRConfig value={{ provider: () => new Map() }}>
        <TestApiProvider
          apis={[
            [databaseHealthApiRef, api],
            [permissionApiRef, permissionsOf(state)],
          ]}
        >
          <PagePath path="/database-health">
            <Address />
            <Routes>
              <Route path="/database-health/*" element={<LegacyPage />} />
            </Routes>
          </PagePath>
        </TestApiProvider>
      </SWRConfig>
    </StylesProvider>,
    {
      routeEntries: [`/database-health${at}`],
      // The route must exist; where the page is says PagePath.
      mountedRoutes: { '/elsewhere': rootRouteRef },
    },
  );
}
