import { keepScreenshot, openAsGuest } from '../portal';
import { readAsGuest, takeSurvey } from '../survey';
import {
  addedPackages,
  migrationFolders,
  migrationsIn,
  pluginIds,
} from './plugins';
import { expect, test } from './stockPortal';

// What the template is configured with: SQLite in memory.
test.use({ stockPortalOptions: { name: 'sqlite' } });

// The one connection that a database in memory has is often taken; the survey then
// leaves the database alone until the next time.
test.beforeAll(({ portal }) =>
  expect(async () => {
    await takeSurvey(portal);
    const { summary } = await readAsGuest(portal, '/overview');
    expect(summary.databases.unknown).toBe(0);
  }).toPass(),
);

test('every plugin of the backend is there, with its database', async ({
  portal,
}) => {
  const { databases } = await readAsGuest(portal, '/overview');
  expect(databases.map(({ pluginId }) => pluginId).sort()).toEqual(
    pluginIds(addedPackages()),
  );
  for (const { engine, name, reachable, size, ping } of databases) {
    expect({ engine, name, reachable }).toEqual({
      engine: 'sqlite',
      name: ':memory:',
      reachable: true,
    });
    expect(size!.bytes).toBeGreaterThan(0);
    expect(ping!.latencyMs).toBeGreaterThan(0);
  }
});

test('the module of notifications runs beside the plugin', async ({
  portal,
}) => {
  // It says so where nobody is configured, and nothing else of it is seen.
  expect(portal.log()).toContain(
    'databaseHealth.notifications.default names nobody',
  );
});

test('every ledger is there with all migrations of its package', async ({
  portal,
}) => {
  const { ledgers } = await readAsGuest(portal, '/migrations');
  // A backend on SQLite searches in memory, without the tables of the module.
  const packages = addedPackages().filter(
    ({ name }) => name !== '@backstage/plugin-search-backend-module-pg',
  );
  for (const pluginId of pluginIds(packages)) {
    const own = ledgers.filter(({ databaseId }) => databaseId === pluginId);
    const tables = own.map(({ table }) => table);
    expect(tables).toContain('backstage_backend_public_keys__knex_migrations');
    expect(tables.includes('knex_migrations')).toBe(
      migrationFolders(packages, pluginId, 'knex_migrations').length > 0,
    );
    for (const { table, applied, pending, missing } of own) {
      expect({
        table,
        applied: applied.map(({ name }) => name).sort(),
        pending,
        missing,
      }).toEqual({
        table,
        applied: migrationFolders(packages, pluginId, table).flatMap(
          migrationsIn,
        ),
        pending: [],
        missing: [],
      });
    }
  }
});

test('the page shows every plugin of the backend', async ({ page }) => {
  await openAsGuest(page, '/database-health/databases');
  const links = page
    .getByRole('table', { name: /^Plugin databases/ })
    .getByRole('link');
  await expect(links.first()).toBeVisible();
  // The worst come first, so their order is not that of their names.
  expect((await links.allInnerTexts()).sort()).toEqual(
    pluginIds(addedPackages()),
  );
  await keepScreenshot(page, 'stock-sqlite');
});
