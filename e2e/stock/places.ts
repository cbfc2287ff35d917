import { join } from 'node:path';

/**
 * The folder of this run, outside the checkout so that nothing of the checkout can
 * be found from the portal by walking up.
 *
 * @throws Error when the tests were not started by `scripts/testStock.ts`.
 */
export function runFolder(): string {
  const folder = process.env.STOCK_PORTAL_FOLDER;
  if (!folder) {
    throw new Error('Start these tests with: npm run test:stock');
  }
  return folder;
}

/** The portal that the template makes. */
export function portalFolder(): string {
  return join(runFolder(), 'portal');
}
