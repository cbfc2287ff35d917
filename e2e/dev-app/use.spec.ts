import { expect, test } from './devApp';

const lockLine = 'update "knex_migrations_lock" set "is_locked" = 0;';

test('the page stands where the plugin mounts it', async ({ page }) => {
  await page.goto('/database-health');
  await expect(
    page.getByText(
      '2 of 14 plugin databases (notifications, scaffolder) are critical.',
    ),
  ).toBeVisible();
  await page.getByRole('tab', { name: 'Databases' }).click();
  await expect(page).toHaveURL(/\/database-health\/databases$/);
});

test('a finding is opened and its line copied by keyboard alone', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/states/sick');
  const finding = page.getByRole('button', { name: /Locked migrations/ });
  await finding.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(lockLine)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(
    page.getByRole('button', { name: 'Copy' }).first(),
  ).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    lockLine,
  );

  await page.reload();
  await expect(page.getByText(lockLine)).toBeVisible();
});

test('a row opens the detail wherever it is clicked, and Back leads back', async ({
  page,
}) => {
  await page.goto('/states/sick/databases?status=critical');
  const row = page.getByRole('row', { name: /^scaffolder/ });
  await row.getByText('PostgreSQL').click({ force: true });
  await expect(
    page.getByRole('heading', { name: 'scaffolder', exact: true }),
  ).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/status=critical/);
  await expect(page.getByText('2 of 14 databases')).toBeVisible();
});

test('a survey is asked for, runs, ends, and may not follow at once', async ({
  page,
}) => {
  await page.goto('/states/all-well');
  const refresh = page.getByRole('button', { name: 'Refresh' });
  await refresh.click();
  await expect(page.getByText(/^Survey running for/)).toBeVisible();
  await expect(refresh).toBeDisabled();
  await expect(page.getByText(/^Survey running for/)).toBeHidden();
  await refresh.click();
  await expect(
    page.getByText(/^A survey has just been asked for/),
  ).toBeVisible();
});

test('a picture that cannot be renewed stays, and grows old in words', async ({
  page,
}) => {
  await page.goto('/states/renewal-fails');
  await expect(
    page.getByText('This picture could not be renewed'),
  ).toBeVisible();
  await expect(
    page.getByText('All 14 plugin databases are well.'),
  ).toBeVisible();
  const age = page.getByText(/^as of \d+ s ago$/);
  const before = await age.textContent();
  await expect(age).not.toHaveText(before ?? '');
});

test('names with HTML in them run nothing', async ({ page }) => {
  await page.goto('/states/html-names');
  await expect(page.getByText(/<img src=x/).first()).toBeVisible();
  expect(await page.title()).not.toBe('1');
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
});
