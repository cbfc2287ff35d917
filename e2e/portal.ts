import path from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { type Portal, type PortalOptions, startPortal } from './startPortal';

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
    { scope: 'worker', timeout: 180_000 },
  ],

  baseURL: async ({ portal }, use) => use(portal.url),
});

/** Opens a page of the portal as a guest. */
export async function openAsGuest(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Enter' }).click();
}

/** Keeps a picture of the whole page in test-output/, for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: path.resolve(__dirname, '..', 'test-output', `${name}.png`),
    fullPage: true,
  });
}

/** The token of a guest, for calls to the API: `Authorization: Bearer …`. */
export async function guestToken(portal: Portal): Promise<string> {
  const response = await fetch(`${portal.url}/api/auth/guest/refresh`, {
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}
