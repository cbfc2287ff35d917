import type { Locator, Page } from '@playwright/test';
import { expect, keepScreenshot, openAsGuest, test } from '../portal';
import { installedPlugins } from '../serverTruth';
import { firstSurvey } from '../survey';

const databasesPage = '/database-health/databases';

function databaseLink(page: Page, pluginId: string): Locator {
  return page
    .getByRole('table', { name: /^Plugin databases/ })
    .getByRole('link', { name: pluginId, exact: true });
}

/** The time that stands behind `Surveyed 3 min ago`. */
function surveyedAt(page: Page): Locator {
  return page.locator('dt:text-is("Surveyed") + dd time');
}

/** Presses Tab until the element has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate(element => element === document.activeElement)) {
      return;
    }
  }
  await expect(target).toBeFocused();
}

test('a refresh surveys again, and a second one at once is put off kindly', async ({
  page,
  portal,
}) => {
  await firstSurvey(portal);
  await openAsGuest(page, `${databasesPage}/catalog`);
  const before = await surveyedAt(page).getAttribute('datetime');
  const refresh = page.getByRole('button', {
    name: 'Refresh',
    exact: true,
  });
  await expect(async () => {
    await refresh.click();
    await expect(surveyedAt(page)).not.toHaveAttribute('datetime', before!, {
      timeout: 5_000,
    });
  }).toPass();
  await expect(surveyedAt(page)).toHaveText(/^(just now|\d+ s ago)$/);

  // On a busy machine the second one may come so late that it is the first again.
  await expect(async () => {
    await refresh.click();
    await expect(page.getByText(/Again in \d+ s/)).toBeVisible({
      timeout: 3_000,
    });
    await expect(refresh).toBeDisabled({ timeout: 1_000 });
  }).toPass();
  await keepScreenshot(page, 'refresh-put-off-light');
  await expect(refresh).toBeEnabled();
  await expect(page.getByText(/Again in \d+ s/)).toBeHidden();
});

test('the detail of a database opens from its row, by its address, and says no when there is none', async ({
  page,
}) => {
  await openAsGuest(page, databasesPage);
  await databaseLink(page, 'catalog').click();
  await expect(page).toHaveURL(/\/database-health\/databases\/catalog$/);
  await expect(page.getByRole('heading', { name: 'catalog' })).toBeVisible();
  for (const name of ['Findings', 'Facts', 'Checks', 'Migrations', 'Pools']) {
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
  }
  await page
    .getByRole('button', { name: /knex_migrations\s+45 applied/ })
    .click();
  const applied = page.getByRole('list', { name: /^Applied/ });
  await page.getByRole('button', { name: 'Show all 45' }).click();
  await expect(applied).toContainText('20200511113813_init.js');
  await keepScreenshot(page, 'detail-light');

  await page.reload();
  await expect(applied).toBeVisible();
  await page.goto(`${databasesPage}/no-such-plugin`);
  await expect(page.getByText('No such plugin database')).toBeVisible();
});

test('the detail tells of the pool that the table tells of', async ({
  page,
}) => {
  await openAsGuest(page, `${databasesPage}/catalog`);
  await expect(page.getByRole('region', { name: 'Pools' })).toContainText(
    /\d+ of 10 used/,
  );
});

test('search, order and tab are in the address and survive a reload', async ({
  page,
  portal,
}) => {
  const plugins = installedPlugins(portal);
  await openAsGuest(page, '/database-health');
  await page.getByRole('tab', { name: 'Databases' }).click();
  await page.getByRole('button', { name: 'Plugin' }).click();
  await page.getByRole('button', { name: 'Plugin' }).click();
  await page.getByRole('textbox', { name: /^Search/ }).fill('no');
  await expect(page).toHaveURL(/\/databases\?.*q=no/);
  await page.reload();
  const found = plugins.filter(pluginId => pluginId.includes('no')).reverse();
  expect(found.length).toBeGreaterThan(0);
  await expect(page.getByRole('table').getByRole('link')).toHaveText(found);
  await expect(
    page.getByText(`${found.length} of ${plugins.length} databases`),
  ).toBeVisible();
  await expect(page.getByRole('textbox', { name: /^Search/ })).toHaveValue(
    'no',
  );
});

test('the page is dark when the portal is', async ({ page }) => {
  await openAsGuest(page, '/settings');
  await page.getByRole('button', { name: /Dark/ }).click();
  await expect(page.locator('body')).toHaveAttribute('data-theme-mode', 'dark');
  await page.goto('/database-health');
  await expect(page.getByRole('region', { name: 'Figures' })).toBeVisible();
  await expect(page.locator('body')).toHaveAttribute('data-theme-mode', 'dark');
  await keepScreenshot(page, 'overview-dark');
  await page.goto(`${databasesPage}/catalog`);
  await expect(page.getByRole('heading', { name: 'catalog' })).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Pools', exact: true }),
  ).toBeVisible();
  await keepScreenshot(page, 'detail-dark');
});

test('the keyboard alone is enough', async ({ page }) => {
  await openAsGuest(page, databasesPage);
  await tabTo(page, page.getByRole('button', { name: 'Refresh' }));
  await tabTo(page, databaseLink(page, 'auth'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'auth' })).toBeVisible();
  const ledger = page.getByRole('button', {
    name: /knex_migrations\s+12 applied/,
  });
  await tabTo(page, ledger);
  await page.keyboard.press('Enter');
  await expect(ledger).toHaveAttribute('aria-expanded', 'true');
  await page.goBack();
  await expect(databaseLink(page, 'auth')).toBeVisible();
});

test('a narrow window loses nothing', async ({ page, portal }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openAsGuest(page, databasesPage);
  for (const pluginId of installedPlugins(portal)) {
    await expect(databaseLink(page, pluginId)).toBeVisible();
  }
  // They would make the whole page wider.
  await expect(page.getByRole('tablist')).toHaveCSS('overflow-x', 'auto');
  await keepScreenshot(page, 'databases-narrow');
  await page.goto('/database-health');
  await expect(page.getByRole('region', { name: 'Figures' })).toBeVisible();
  await keepScreenshot(page, 'overview-narrow');
  await page.goto(`${databasesPage}/catalog`);
  await expect(page.getByRole('heading', { name: 'catalog' })).toBeVisible();
  await keepScreenshot(page, 'detail-narrow');
  const hidden = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(hidden).toBe(0);
});
