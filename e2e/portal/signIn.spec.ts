import { expect, keepScreenshot, openAsGuest, test } from '../portal';

test('a guest signs in and sees the catalog', async ({ page }) => {
  await openAsGuest(page, '/');

  const sidebar = page.getByRole('navigation', { name: 'sidebar nav' });
  await expect(
    sidebar.getByRole('link', { name: 'Catalog', exact: true }),
  ).toBeVisible();
  await expect(
    page.getByRole('link', { name: 'Database Health page' }),
  ).toBeVisible();
  await keepScreenshot(page, 'catalog');
});
