import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '../chromium';

const minuteMs = 60_000;

export default defineConfig({
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  globalTimeout: 55 * minuteMs,
  // For a busy machine, and a slow network.
  timeout: 15 * minuteMs,
  expect: { timeout: minuteMs },
  reporter: 'list',
  outputDir: '../../test-output/playwright-stock',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromiumPath(),
      args: chromiumArguments,
    },
  },
  projects: [
    { name: 'image', testMatch: 'image.spec.ts' },
    { name: 'installation', testMatch: 'installation.setup.ts' },
    {
      name: 'stock portal',
      testMatch: '*.spec.ts',
      testIgnore: 'image.spec.ts',
      dependencies: ['installation'],
    },
  ],
});
