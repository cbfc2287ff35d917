import type { Locator, Page } from '@playwright/test';
import { expect, keepScreenshot, openAsGuest, showAll, test } from '../portal';
import { databaseSizes, installedPlugins, ledgerRows } from '../serverTruth';
import { firstSurvey, readAsGuest, untilSurveyed } from '../survey';

const mib = 1024 * 1024;
const sizeColumn = 3;

function databaseTable(page: Page): Locator {
  return page.getByRole('table', { name: /^Plugin databases/ });
}

function rowOf(page: Page, pluginId: string): Locator {
  return databaseTable(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: pluginId, exact: true }) });
}

/** Status, engine, latency, size, migrations, pool. */
function cellsOf(page: Page, pluginId: string): Locator {
  return rowOf(page, pluginId).getByRole('cell');
}

/** Reads `7.6 MiB`, which is exact to half a digit. */
function bytesIn(text: string): number {
  const [, number] = /^([\d.]+) MiB$/.exec(text.trim()) ?? [];
  return Number(number) * mib;
}

test.beforeAll(({ portal }) => firstSurvey(portal));

test('an admin finds every plugin of the backend with its database, size and latency', async ({
  page,
  portal,
}) => {
  const plugins = installedPlugins(portal);
  expect(plugins).toHaveLength(14);
  await openAsGuest(page, '/');
  await page
    .getByRole('navigation', { name: 'sidebar nav' })
    .getByRole('link', { name: 'Database Health' })
    .click();
  await expect(page).toHaveURL(/\/database-health\/overview$/);
  await keepScreenshot(page, 'overview-light');
  await page
    .getByRole('link', { name: `All ${plugins.length} databases` })
    .click();

  await expect(databaseTable(page).getByRole('link')).toHaveText(plugins);
  const sizes = await databaseSizes(portal);
  expect([...sizes.keys()].sort()).toEqual(
    plugins.map(pluginId => `backstage_plugin_${pluginId}`),
  );
  for (const pluginId of plugins) {
    const row = rowOf(page, pluginId);
    const name = `backstage_plugin_${pluginId}`;
    await expect(row.getByRole('rowheader')).toContainText(name);
    const [status, engine, latency, size, , pool] = await cellsOf(
      page,
      pluginId,
    ).allInnerTexts();
    expect(status).toContain('OK');
    expect(engine).toBe('PostgreSQL');
    expect(latency).toMatch(/^[\d.]+ m?s$/);
    expect(size).toMatch(/^\d+\.\d MiB/);
    expect(pool).toMatch(/^\d+ of 10 used/);
  }
});

test('sizes are within 1 % of what PostgreSQL says', async ({
  page,
  portal,
}) => {
  await openAsGuest(page, '/database-health/databases');
  await untilSurveyed({ page, portal }, async () => {
    await expect(databaseTable(page)).toBeVisible();
    const sizes = await databaseSizes(portal);
    const { databases } = await readAsGuest(portal, '/overview');
    for (const { pluginId, name, size } of databases) {
      const bytes = sizes.get(name)!;
      expect(Math.abs(size!.bytes - bytes)).toBeLessThanOrEqual(bytes / 100);
      const shown = await cellsOf(page, pluginId).nth(sizeColumn).innerText();
      expect(Math.abs(bytesIn(shown) - size!.bytes)).toBeLessThan(mib / 10);
    }
  });
});

test('every ledger is there with the migrations that its table has', async ({
  page,
  portal,
}) => {
  const { ledgers } = await readAsGuest(portal, '/migrations');
  let expected = 0;
  await openAsGuest(page, '/database-health/databases');
  for (const pluginId of installedPlugins(portal)) {
    const own = await ledgerRows(portal, `backstage_plugin_${pluginId}`);
    const applied = own.reduce((sum, ledger) => sum + ledger.applied.length, 0);
    expected += applied;
    expect(
      ledgers
        .filter(({ databaseId }) => databaseId === pluginId)
        .map(({ table, applied: rows }) => ({
          table,
          applied: rows.map(({ name }) => name).sort(),
        }))
        .sort((a, b) => a.table.localeCompare(b.table)),
    ).toEqual(own);
    await expect(rowOf(page, pluginId)).toContainText(`${applied} applied`);
    await expect(rowOf(page, pluginId)).not.toContainText('pending');
  }
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(page.getByRole('group', { name: 'Migrations' })).toContainText(
    `${expected}applied`,
  );

  await page.getByRole('tab', { name: 'Migrations' }).click();
  await expect(
    page.getByRole('region', { name: 'app', exact: true }),
  ).toBeVisible();
  await showAll(page);
  for (const pluginId of installedPlugins(portal)) {
    const group = page.getByRole('region', { name: pluginId, exact: true });
    for (const { table, applied } of await ledgerRows(
      portal,
      `backstage_plugin_${pluginId}`,
    )) {
      await expect(
        group.getByRole('button', {
          name: new RegExp(
            `^Up to date\\s+${table}\\s+${applied.length} applied$`,
          ),
        }),
      ).toBeVisible();
    }
  }
  await keepScreenshot(page, 'migrations-light');
});
