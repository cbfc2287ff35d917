import type { Page } from '@playwright/test';
import { expect, keepScreenshot, type Portal } from '../../portal';

const reason = 'The server is replaced.';

/** Plans a silence and ends it, by keyboard alone. */
export async function planAndEndSilence(
  page: Page,
  portal: Portal,
): Promise<void> {
  const silences = page.getByRole('region', { name: 'Silences' });
  await expect(silences).toContainText('None is planned');
  await silences.getByRole('button', { name: 'Plan a silence' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Plan a silence' });
  await expect(dialog.getByLabel('Why')).toBeFocused();
  await page.keyboard.type(reason);
  await dialog.getByLabel('Only of these plugins').focus();
  await page.keyboard.type('sear');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'search' })).toBeVisible();
  await keepScreenshot(page, 'plan-silence-light');
  await dialog.getByRole('button', { name: 'Plan', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The silence was planned.')).toBeFocused();

  await page.reload();
  const silence = silences.getByRole('listitem');
  await expect(silence).toContainText(
    /Nobody is told of incidents of search until \w+ \d+, .*Planned by user:\S+: The server is replaced\./,
  );
  await silence.getByRole('button', { name: /^End the silence/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The silence was ended.')).toBeFocused();
  await expect(silences).toContainText('None is planned');

  for (const eventId of ['silence-set', 'silence-end']) {
    await expect.poll(() => portal.log(), eventId).toContain(eventId);
  }
}
