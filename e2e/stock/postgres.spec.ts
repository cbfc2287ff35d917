import { keepScreenshot, openAsGuest } from '../portal';
import { databaseSizes, ledgerRows, runSql } from '../serverTruth';
import { readAsGuest, takeSurvey } from '../survey';
import {
  addedPackages,
  migrationFolders,
  migrationsIn,
  pluginIds,
} from './plugins';
import { expect, test } from './stockPortal';

test.use({
  stockPortalOptions: {
    name: 'postgres',
    database: 'postgres',
    env: {
      APP_CONFIG_databaseHealth_incidents_closeAfter: '1s',
      APP_CONFIG_databaseHealth_notifications_default:
        '["user:development/guest"]',
    },
  },
});

test.beforeAll(({ portal }) => takeSurvey(portal));

test('every plugin of the backend is there, with its database', async ({
  portal,
}) => {
  const { databases } = await readAsGuest(portal, '/overview');
  const plugins = pluginIds(addedPackages());
  expect(plugins).toContain('database-health');
  expect(
    databases.map(({ pluginId, name }) => `${pluginId}: ${name}`).sort(),
  ).toEqual(plugins.map(id => `${id}: backstage_plugin_${id}`));
  for (const { engine, installed, observed, reachable, ping } of databases) {
    expect({ engine, installed, observed, reachable }).toEqual({
      engine: 'postgres',
      installed: true,
      observed: true,
      reachable: true,
    });
    expect(ping!.latencyMs).toBeGreaterThan(0);
  }
});

test('sizes are those of the server, within 1 %', async ({ portal }) => {
  // The portal is young: a database may grow by more between two surveys.
  await expect(async () => {
    await takeSurvey(portal);
    const sizes = await databaseSizes(portal);
    const { databases } = await readAsGuest(portal, '/overview');
    expect(sizes.size).toBe(databases.length);
    for (const { name, size } of databases) {
      const bytes = sizes.get(name)!;
      expect(Math.abs(size!.bytes - bytes)).toBeLessThanOrEqual(bytes * 0.01);
    }
  }).toPass();
});

test('every ledger is there with the rows of its table and the files of its package', async ({
  portal,
}) => {
  const { ledgers } = await readAsGuest(portal, '/migrations');
  const packages = addedPackages();
  for (const pluginId of pluginIds(packages)) {
    const expected = (
      await ledgerRows(portal, `backstage_plugin_${pluginId}`)
    ).map(({ table, applied }) => {
      const files = migrationFolders(packages, pluginId, table).flatMap(
        migrationsIn,
      );
      return {
        table,
        applied,
        pending: files.filter(name => !applied.includes(name)),
        missing: applied.filter(name => !files.includes(name)),
      };
    });
    expect(expected.length).toBeGreaterThan(0);
    expect(
      ledgers
        .filter(({ databaseId }) => databaseId === pluginId)
        .map(({ table, applied, pending, missing }) => ({
          table,
          applied: applied.map(({ name }) => name).sort(),
          pending,
          missing,
        }))
        .sort((a, b) => a.table.localeCompare(b.table)),
    ).toEqual(expected);
  }
});

test('a migration that the ledger lacks is pending and people are told, until it is there again', async ({
  page,
  portal,
}) => {
  const database = 'backstage_plugin_catalog';
  const pending = async () => {
    await takeSurvey(portal);
    const { ledgers } = await readAsGuest(portal, '/migrations');
    return ledgers.find(
      ({ databaseId, table }) =>
        databaseId === 'catalog' && table === 'knex_migrations',
    )!.pending;
  };
  const notification = (title: string) =>
    page.getByText(`${title}1 migration is pending in knex_migrations`);
  await openAsGuest(page, '/notifications');
  const [{ name, batch }] = await runSql<{ name: string; batch: number }>(
    portal,
    database,
    `delete from knex_migrations
     where id = (select max(id) from knex_migrations) returning name, batch`,
  );
  expect(await pending()).toEqual([name]);
  await expect(async () => {
    await page.reload();
    await expect(notification('catalog: ')).toHaveCount(1, { timeout: 5_000 });
  }).toPass();
  await keepScreenshot(page, 'stock-notification');
  await runSql(
    portal,
    database,
    `insert into knex_migrations (name, batch, migration_time)
     values ('${name}', ${batch}, now())`,
  );
  expect(await pending()).toEqual([]);
  await expect(async () => {
    await page.reload();
    await expect(notification('Over: catalog: ')).toHaveCount(1, {
      timeout: 5_000,
    });
  }).toPass();
  await expect(page.getByText(/^catalog: /)).toHaveCount(0);
});

test('the page shows every plugin of the backend', async ({ page }) => {
  await openAsGuest(page, '/');
  await page
    .getByRole('navigation', { name: 'sidebar nav' })
    .getByRole('link', { name: 'Database Health' })
    .click();
  await expect(page).toHaveURL(/\/database-health\/overview$/);
  await page.getByRole('link', { name: /^All \d+ databases$/ }).click();
  const links = page
    .getByRole('table', { name: /^Plugin databases/ })
    .getByRole('link');
  await expect(links.first()).toBeVisible();
  // The worst come first, so their order is not that of their names.
  expect((await links.allInnerTexts()).sort()).toEqual(
    pluginIds(addedPackages()),
  );
  await keepScreenshot(page, 'stock-postgres');
});
