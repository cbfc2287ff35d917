import { existsSync } from 'node:fs';

const knownPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The browser to test with: CHROMIUM_PATH, or one in a usual place. Playwright's own
 * is not used, since it cannot be downloaded everywhere.
 */
export function chromiumPath(): string | undefined {
  return process.env.CHROMIUM_PATH || knownPaths.find(existsSync);
}

/** Quiet and local: no sandbox (root may not use it), no GPU, no calls to anybody's servers. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
