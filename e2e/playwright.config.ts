import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './chromium';

// They change with every run, so they are taken only for those who will commit them:
// WRITE_IMAGES=1 yarn test:e2e images
const imagesOfTheDocs = process.env.WRITE_IMAGES
  ? [{ name: 'images', testDir: 'images', dependencies: ['app bundle'] }]
  : [];

export default defineConfig({
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // What fails once on a busy machine runs again, and is told of as flaky.
  retries: process.env.CI ? 1 : 0,
  // For a busy machine. What has to happen within a time says so itself.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  outputDir: '../test-output/playwright',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    // Snapshots of the page with every step take a third of the time of all tests:
    // for a test that fails, `--trace on` makes them.
    trace: { mode: 'retain-on-failure', snapshots: false },
    launchOptions: {
      executablePath: chromiumPath(),
      args: chromiumArguments,
    },
  },
  projects: [
    { name: 'app bundle', testMatch: 'appBundle.setup.ts' },
    {
      name: 'dev app',
      testDir: 'dev-app',
      // It has one worker from the beginning to its end, and so one server, beside
      // the portal, which takes longest; portals of their own come after it.
      workers: 1,
      // It needs no bundle, but runs beside the portals, which need one.
      dependencies: ['app bundle'],
      // Its server would compress 30 MB anew for every test.
      use: { extraHTTPHeaders: { 'Accept-Encoding': 'identity' } },
    },
    {
      name: 'portal',
      testDir: 'portal',
      // They share one portal, and wait for it more than they work.
      workers: 1,
      dependencies: ['app bundle'],
    },
    {
      name: 'own portals',
      testDir: 'own-portals',
      workers: 1,
      dependencies: ['app bundle'],
    },
    ...imagesOfTheDocs,
  ],
});
