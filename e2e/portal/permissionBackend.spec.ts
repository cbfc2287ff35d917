import { expect, keepScreenshot, openAsGuest, test } from '../portal';

test('the portal and the page do without a permission backend that fails', async ({
  page,
}) => {
  let asked = 0;
  await page.route('**/api/permission/authorize', route => {
    asked += 1;
    return route.fulfill({ status: 500, body: '' });
  });
  await openAsGuest(page, '/');
  const sidebar = page.getByRole('navigation', { name: 'sidebar nav' });
  await expect(
    sidebar.getByRole('link', { name: 'Catalog', exact: true }),
  ).toBeVisible();
  await sidebar.getByRole('link', { name: 'Database Health' }).click();
  await expect(page.getByText(/plugin databases/).first()).toBeVisible();
  expect(asked).toBeGreaterThan(0);
  await keepScreenshot(page, 'permission-backend-failing');
});

test('nor do they wait for one that hangs', async ({ page }) => {
  await page.route('**/api/permission/authorize', () => {});
  await openAsGuest(page, '/');
  await expect(
    page
      .getByRole('navigation', { name: 'sidebar nav' })
      .getByRole('link', { name: 'Catalog', exact: true }),
  ).toBeVisible();
});
