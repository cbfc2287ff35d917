import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { outputFolder } from '../scripts/places';
import {
  type Portal,
  type PortalOptions,
  type RunningPortal,
  startPortal,
} from './startPortal';

export { expect } from '@playwright/test';
export { type Portal, type PortalOptions, startPortal } from './startPortal';

/**
 * A test with a portal. All tests of a file that wish for the same share one; wish
 * at the top of the file: `test.use({ portalOptions: { database: 'sqlite' } })`.
 */
export const test = base.extend<
  object,
  { portalOptions: PortalOptions; portal: Portal }
>({
  portalOptions: [{}, { option: true, scope: 'worker' }],

  portal: [
    async ({ portalOptions }, use) => {
      const portal = await startPortal(portalOptions);
      await use(portal);
      await portal.stop();
    },
    { scope: 'worker', timeout: 600_000 },
  ],

  baseURL: async ({ portal }, use) => use(portal.url),
});

/** Opens a page of the portal as a guest. */
export async function openAsGuest(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Enter' }).click();
}

/** Scrolls through a long list until its last part is there. */
export async function showAll(page: Page): Promise<void> {
  const more = page.getByRole('button', { name: /^Show more of/ });
  await expect
    .poll(() =>
      more.evaluateAll(found => {
        found.forEach(each => each.scrollIntoView());
        return found.length;
      }),
    )
    .toBe(0);
}

/** Keeps a picture of the whole page in test-output/, for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await screenshotWhole(page, join(outputFolder, `${name}.png`));
}

/**
 * Takes a picture of the whole page, as soon as nothing stands in for what is still
 * being loaded. The window grows for it, since the sidebar is as high as the window
 * and would end in the middle of a longer picture.
 */
export async function screenshotWhole(page: Page, file: string): Promise<void> {
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  const before = page.viewportSize();
  if (!before) {
    throw new Error('This page has no window');
  }
  const heightPx = await page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll('html, main, article')].map(
        ({ scrollHeight }) => scrollHeight,
      ),
    ),
  );
  await page.setViewportSize({
    width: before.width,
    height: Math.max(before.height, heightPx),
  });
  await page.screenshot({ path: file, animations: 'disabled' });
  await page.setViewportSize(before);
}

/** The token of a guest, for calls to the API: `Authorization: Bearer …`. */
export async function guestToken(portal: RunningPortal): Promise<string> {
  const response = await fetch(`${portal.url}/api/auth/guest/refresh`, {
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}
