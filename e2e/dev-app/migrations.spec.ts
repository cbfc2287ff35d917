import { expect, lookTest, visit } from './devApp';
import { lookAtEveryView, thoroughly } from './views';

const sick = [
  'app:knex_migrations',
  'catalog:knex_migrations',
  'notifications:knex_migrations',
  'permission:a_schema_of_its_own:knex_migrations',
  'search:knex_migrations',
];

for (const [name, query, axeOptions] of [
  ['open', sick.map(key => `ledger=${key}`).join('&'), thoroughly],
  ['rollback-unsafe', 'rollback=open&state=locked', undefined],
  ['found', 'q=task_secrets', undefined],
] as const) {
  lookTest(`ledgers in every state, ${name}`, async ({ page, complaints }) => {
    await visit(page, `/states/every-ledger/migrations?${query}`);
    await expect(page.getByText(/of \d+ ledgers|^\d+ ledgers/)).toBeVisible();
    await lookAtEveryView(page, `ledgers-${name}`, axeOptions);
    expect(complaints).toEqual([]);
  });
}

lookTest(
  '800 ledgers are rendered as one comes to them, and found at once',
  async ({ page }) => {
    await visit(page, '/states/two-hundred-plugins/migrations');
    await expect(page.getByText('800 ledgers', { exact: true })).toBeVisible();
    const plugins = page.getByRole('heading', { name: /^plugin-\d{3}$/ });
    await expect(plugins.first()).toBeVisible();
    // What fills the window, and what is about to come into it.
    expect(await plugins.count()).toBeLessThanOrEqual(24);

    await page.mouse.move(720, 600);
    await expect(async () => {
      await page.mouse.wheel(0, 3_000);
      expect(await plugins.count()).toBeGreaterThan(24);
    }).toPass({ intervals: [50] });

    const search = page.getByRole('textbox', { name: /^Search for a plugin/ });
    await search.fill('plugin-12');
    await expect(page.getByText('40 of 800 ledgers')).toBeVisible();
    await expect(page).toHaveURL(/\?q=plugin-12$/);
    await search.fill('public_keys');
    await page.getByRole('button', { name: 'Pending 20' }).click();
    await expect(page.getByText('0 of 800 ledgers')).toBeVisible();
    await page.reload();
    await expect(search).toHaveValue('public_keys');
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expect(page.getByText('800 ledgers', { exact: true })).toBeVisible();
    expect(await plugins.count()).toBeLessThanOrEqual(24);
  },
);
