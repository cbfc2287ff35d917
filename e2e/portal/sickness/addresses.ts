import { expect, openAsGuest, test } from '../../portal';

export function testAddresses(): void {
  test('a finding has an address, and status filters survive a reload', async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    const lock = 'scaffolder · Malformed migration lock';
    await openAsGuest(page, '/database-health/overview');
    await page.getByRole('button', { name: lock }).click();
    await page
      .getByRole('button', { name: 'Copy a link to this finding' })
      .click();
    await expect.poll(copied).toContain('?finding=');
    await page.goto(await copied());
    await expect(page.getByRole('button', { name: lock })).toHaveAttribute(
      'aria-expanded',
      'true',
    );
    await expect(
      page.getByRole('heading', { name: 'What to do' }),
    ).toBeInViewport();

    await page.getByRole('tab', { name: 'Databases' }).click();
    await page.getByRole('button', { name: /^Critical 1$/ }).click();
    await expect(page).toHaveURL(/\/databases\?status=critical$/);
    await page.reload();
    await expect(page.getByText('1 of 14 databases')).toBeVisible();
    await expect(
      page.getByRole('table').getByRole('link', { name: 'scaffolder' }),
    ).toBeVisible();
  });
}
