import type { Page } from '@playwright/test';
import { expect, keepScreenshot, openAsGuest, test } from '../../portal';

const findingKey = 'scaffolder:migrations-lock-malformed:knex_migrations';
const reason = 'The second row goes with the next release.';

const finding = (page: Page) =>
  page.getByRole('button', { name: 'scaffolder · Malformed migration lock' });
const status = (page: Page) => page.getByRole('status', { name: 'Status' });
const dialog = (page: Page) =>
  page.getByRole('dialog', { name: 'Dismiss this finding' });

/** Opens the finding and its dialog, and says why, by keyboard alone. */
async function askToDismiss(page: Page): Promise<void> {
  await finding(page).focus();
  await page.keyboard.press('Enter');
  const dismiss = page.getByRole('button', { name: 'Dismiss', exact: true });
  await dismiss.focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByLabel('Why')).toBeFocused();
  await page.keyboard.type(reason);
}

export function testDismissals(): void {
  test('a finding is dismissed, stays told, and counts again when restored', async ({
    page,
    portal,
  }) => {
    await openAsGuest(page, '/database-health/overview');
    await expect(status(page)).toContainText('Critical');
    await askToDismiss(page);
    await keepScreenshot(page, 'dismiss-light');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await expect(dialog(page).getByLabel('30 days')).toBeChecked();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeHidden();
    await expect(
      page.getByText('scaffolder · Malformed migration lock was dismissed.'),
    ).toBeFocused();
    await expect(status(page)).toContainText('are well');

    await page.reload();
    await expect(status(page)).toContainText('are well');
    await expect(finding(page)).toHaveCount(0);
    await page
      .getByRole('button', { name: 'Show 1 dismissed finding' })
      .click();
    const row = page.getByRole('listitem').filter({ has: finding(page) });
    await expect(row).toContainText(
      /Dismissed by user:\S+ until \w+ \d+, .*: The second row goes/,
    );
    await keepScreenshot(page, 'dismissed-light');
    await row.getByRole('button', { name: 'Restore' }).click();
    await expect(status(page)).toContainText('Critical');
    await expect(finding(page)).toBeVisible();

    for (const eventId of ['finding-dismiss', 'finding-restore']) {
      await expect
        .poll(
          () =>
            portal
              .log()
              .split('\n')
              .filter(
                line => line.includes(eventId) && line.includes(findingKey),
              ),
          eventId,
        )
        .not.toEqual([]);
    }
  });

  test('who may not is told which permission it takes, and loses nothing', async ({
    page,
    portal,
  }) => {
    // The page still has the button; the backend knows the token for another's.
    await page.route('**/dismissals/**', route =>
      route.continue({
        headers: {
          ...route.request().headers(),
          authorization: `Bearer ${portal.monitoringToken}`,
        },
      }),
    );
    await openAsGuest(page, '/database-health/overview');
    await askToDismiss(page);
    await dialog(page).getByRole('button', { name: 'Dismiss' }).click();
    await expect(dialog(page).getByRole('alert')).toContainText(
      'you lack the permission databaseHealth.manage',
    );
    await expect(dialog(page).getByLabel('Why')).toHaveValue(reason);
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    await expect(status(page)).toContainText('Critical');
  });
}
