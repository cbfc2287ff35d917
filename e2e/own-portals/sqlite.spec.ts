import { readdirSync } from 'node:fs';
import { expect, keepScreenshot, openAsGuest, showAll, test } from '../portal';
import { installedPlugins } from '../serverTruth';
import { readAsGuest, takeSurvey } from '../survey';

test.use({ portalOptions: { database: 'sqlite' } });

// The one connection that a database in memory has is often taken; the survey then
// leaves the database alone until the next time.
test.beforeAll(({ portal }) =>
  expect(async () => {
    await takeSurvey(portal);
    const { databases, servers } = await readAsGuest(portal, '/overview');
    expect(
      databases.filter(
        ({ ping, size, migrations, pool }) =>
          !(ping && size && migrations && pool),
      ),
    ).toEqual([]);
    expect(servers.filter(({ status }) => status !== 'ok')).toEqual([]);
  }).toPass(),
);

test('an admin finds every plugin of a backend whose databases are in memory', async ({
  page,
  portal,
}) => {
  await openAsGuest(page, '/database-health/databases?sort=plugin.asc');
  const table = page.getByRole('table', { name: /^Plugin databases/ });
  const plugins = installedPlugins(portal);
  expect(plugins).toHaveLength(14);
  await expect(table.getByRole('link')).toHaveText(plugins);
  for (const pluginId of plugins) {
    const row = table.getByRole('row').filter({
      has: page.getByRole('link', { name: pluginId, exact: true }),
    });
    await expect(row.getByRole('rowheader')).toContainText(':memory:');
    const [, engine, latency, size, migrations, pool] = await row
      .getByRole('cell')
      .allInnerTexts();
    expect(engine).toBe('SQLite');
    expect(latency).toMatch(/^[\d.]+ m?s$/);
    expect(size).toMatch(/^[\d.]+ [KM]iB/);
    expect(migrations).toMatch(/^\d+ applied\s+in \d ledgers?$/);
    expect(pool).toMatch(/^[01] of 1 used/);
  }
});

test('every ledger has the migrations whose files its package brings', async ({
  page,
  portal,
}) => {
  const { ledgers } = await readAsGuest(portal, '/migrations');
  for (const { source, applied, pending, missing } of ledgers) {
    const files = readdirSync(source!.directory!).filter(name =>
      /\.[cm]?js$/.test(name),
    );
    expect(applied.map(({ name }) => name).sort()).toEqual(files.sort());
    expect([...pending, ...missing]).toEqual([]);
  }
  const keyStores = ledgers.filter(({ table }) =>
    table.startsWith('backstage_backend_public_keys__'),
  );
  expect(keyStores.map(({ databaseId }) => databaseId).sort()).toEqual(
    installedPlugins(portal),
  );
  await openAsGuest(page, '/database-health/migrations');
  const rows = page.getByRole('button', { name: /Up to date.* applied$/ });
  await expect(rows.first()).toBeVisible();
  await showAll(page);
  await expect(rows).toHaveCount(ledgers.length);
});

test('data in memory are called what they are in production', async ({
  page,
}) => {
  await openAsGuest(page, '/database-health');
  await expect(page.getByRole('status', { name: 'Status' })).toContainText(
    'Critical',
  );
  await expect(
    page.getByRole('button', { name: /SQLite in production/ }).first(),
  ).toContainText('all data of the plugin are lost when it stops');
  await keepScreenshot(page, 'sqlite-light');
});
