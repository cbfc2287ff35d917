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
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  outputDir: '../test-output/playwright',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromiumPath(),
      args: chromiumArguments,
    },
  },
  projects: [
    { name: 'app bundle', testMatch: 'appBundle.setup.ts' },
    {
      name: 'portal',
      testDir: 'portal',
      // It comes first, so that one worker has it and the other the next one.
      workers: 1,
      dependencies: ['app bundle'],
    },
    {
      name: 'dev app',
      testDir: 'dev-app',
      fullyParallel: true,
      // It needs no bundle, but runs beside the portal, which needs one.
      dependencies: ['app bundle'],
    },
    ...imagesOfTheDocs,
  ],
});
