import { ConfigReader } from '@backstage/core-app-api';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import copyToClipboard from 'copy-to-clipboard';
import { SWRConfig } from 'swr';
import databaseHealthPlugin from '../alpha';
import { databaseHealthApiRef } from '../api';
import { FixtureState, permissionsOf, stateOf } from '../fixtures';

jest.mock('copy-to-clipboard', () => jest.fn(() => true));

/** A portal of the new frontend system as its template makes it. */
function renderPortal(state: FixtureState, path: string, below = ''): void {
  window.history.pushState({}, '', `${below}${path}`);
  const permissions = createFrontendModule({
    pluginId: 'app',
    extensions: [
      ApiBlueprint.make({
        name: 'permission',
        params: defineParams =>
          defineParams({
            api: permissionApiRef,
            deps: {},
            factory: () => permissionsOf(state),
          }),
      }),
    ],
  });
  const backend = createFrontendModule({
    pluginId: 'database-health',
    extensions: [
      ApiBlueprint.make({
        params: defineParams =>
          defineParams({
            api: databaseHealthApiRef,
            deps: {},
            factory: () => state.createApi(),
          }),
      }),
    ],
  });
  const app = createApp({
    features: [databaseHealthPlugin, permissions, backend],
    advanced: {
      configLoader: async () => ({
        config: new ConfigReader({
          app: {
            baseUrl: `http://localhost${below}`,
            extensions: [{ 'sign-in-page:app': false }],
          },
          backend: { baseUrl: 'http://localhost:7007' },
        }),
      }),
    },
  });
  render(
    // Without a cache, as the permissions of another test are not these.
    <SWRConfig value={{ provider: () => new Map() }}>
      {app.createRoot()}
    </SWRConfig>,
  );
}

describe('in the new frontend system', () => {
  it('is an entry of the sidebar and opens at the overview', async () => {
    renderPortal(stateOf('read-only'), '/database-health');
    expect(
      await screen.findByText('All 14 plugin databases are well.'),
    ).toBeVisible();
    expect(window.location.pathname).toBe('/database-health/overview');
    // From whom it is hidden is seen in a browser: e2e/portal/permissions.
    expect(
      within(screen.getByRole('navigation', { name: 'sidebar nav' })).getByRole(
        'link',
        { name: 'Database Health' },
      ),
    ).toHaveAttribute('href', '/database-health');
  });

  it('has one tab for each part', async () => {
    renderPortal(stateOf('sick'), '/database-health');
    await screen.findByText(/and \d+ more incidents\.$/);
    expect(
      screen.getAllByRole('tab').map(({ textContent }) => textContent),
    ).toEqual([
      'Overview',
      'Databases',
      'Migrations',
      'Storage',
      'Connections',
      'Activity',
      'Checks',
    ]);
    await userEvent.click(screen.getByRole('tab', { name: 'Migrations' }));
    expect(
      await screen.findByRole('button', { name: /^Locked knex_migrations/ }),
    ).toBeVisible();
    expect(window.location.pathname).toBe('/database-health/migrations');
  });

  it('opens the detail of a database by its address', async () => {
    renderPortal(stateOf('sick'), '/database-health/databases/scaffolder');
    expect(
      await screen.findByRole('heading', { name: 'scaffolder' }),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'Databases' })).toHaveAttribute(
      'href',
      '/database-health/databases',
    );
  });

  it('opens a finding by its address, in a portal below another path', async () => {
    const address =
      '/database-health/overview?finding=notifications%3Amigrations-locked%3Aknex_migrations';
    renderPortal(stateOf('sick'), address, '/backstage');
    expect(
      await screen.findByText(
        'update "knex_migrations_lock" set "is_locked" = 0;',
      ),
    ).toBeVisible();
    expect(screen.getByText('About “Locked migrations”')).toHaveAttribute(
      'href',
      '/backstage/database-health/checks#migrations-locked',
    );
    await userEvent.click(screen.getByLabelText('Copy a link to this finding'));
    expect(copyToClipboard).toHaveBeenCalledWith(
      `http://localhost/backstage${address}`,
    );
  });

  it.each(['/database-health', '/database-health/databases/catalog'])(
    'names the missing permission at %s',
    async path => {
      renderPortal(stateOf('no-permission'), path);
      expect(await screen.findByText('databaseHealth.read')).toBeVisible();
      expect(
        screen.getByText('You do not have access to Database Health'),
      ).toBeVisible();
    },
  );
});
