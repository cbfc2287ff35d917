import { join } from 'node:path';
import { test as base, type ConsoleMessage, type Page } from '@playwright/test';
import { freePort } from 'postgres-server';
import { outputFolder, root } from '../../scripts/places';
import { startGroup } from '../../scripts/processGroup';
import { untilAnswers } from '../../scripts/readiness';

export { expect } from '@playwright/test';

const startTimeoutMs = 10 * 60_000;

async function startDevApp(): Promise<{
  url: string;
  stop: () => Promise<void>;
}> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const server = startGroup(
    join(root, 'node_modules', '.bin', 'backstage-cli'),
    ['package', 'start', '--config', 'dev/app-config.yaml'],
    {
      cwd: join(root, 'plugins', 'database-health'),
      env: { ...process.env, DEV_APP_PORT: String(port) },
    },
  );
  // The server answers when the first bundle has been made.
  if (!(await untilAnswers(server, url, startTimeoutMs))) {
    await server.stop();
    throw new Error(`The dev app has not started within ${startTimeoutMs} ms`);
  }
  return { url, stop: () => server.stop() };
}

/** A test with the dev app of the page, whose backend is in memory. */
export const test = base.extend<
  { complaints: string[] },
  { devApp: { url: string }; openPage: Page }
>({
  devApp: [
    async ({}, use) => {
      const devApp = await startDevApp();
      await use(devApp);
      await devApp.stop();
    },
    { scope: 'worker', timeout: startTimeoutMs + 60_000 },
  ],

  baseURL: async ({ devApp }, use) => use(devApp.url),

  openPage: [
    async ({ browser, devApp }, use, { project }) => {
      const { viewport, locale, timezoneId, extraHTTPHeaders } = project.use;
      const context = await browser.newContext({
        baseURL: devApp.url,
        viewport,
        locale,
        timezoneId,
        extraHTTPHeaders,
      });
      await use(await context.newPage());
      await context.close();
    },
    { scope: 'worker' },
  ],

  /** What the page has written to the console as an error or thrown. */
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    const thrown = (error: Error) => complaints.push(error.message);
    const written = (message: ConsoleMessage) => {
      if (message.type() === 'error' && !isKnown(message)) {
        complaints.push(message.text());
      }
    };
    page.on('pageerror', thrown).on('console', written);
    await use(complaints);
    page.off('pageerror', thrown).off('console', written);
  },
});

/**
 * A test that looks at what is shown, in a page that all of them share: to load it
 * takes longer than to look at it. Go somewhere with {@link visit}.
 */
export const lookTest = test.extend({
  page: async ({ openPage, viewport }, use) => {
    await openPage.setViewportSize(viewport!);
    await openPage.emulateMedia({ colorScheme: 'light', reducedMotion: null });
    // What it is over would be looked at as such.
    await openPage.mouse.move(0, 0);
    await use(openPage);
  },
});

/** No page is there. */
const nowhere = '/nowhere';

/** Goes to an address, where nothing is left of what was shown before. */
export async function visit(page: Page, address: string): Promise<void> {
  const goTo = (path: string) =>
    page.evaluate(to => {
      window.history.pushState(null, '', to);
      window.dispatchEvent(new PopStateEvent('popstate'));
    }, path);
  if (page.url() === 'about:blank') {
    await page.goto(address);
    return;
  }
  await goTo(nowhere);
  await page.locator('article').waitFor({ state: 'detached' });
  await goTo(address);
}

/** What any page of a legacy portal without a backend says. */
function isKnown(message: ConsoleMessage): boolean {
  return (
    // The sign-in looks for the guest provider of the backend first.
    message.location().url.includes('/api/auth/guest/refresh') ||
    // Material UI 4 on React 18.
    message.text().startsWith('Warning: findDOMNode is deprecated')
  );
}

/** Keeps a picture in test-output/dev-app/, for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: join(outputFolder, 'dev-app', `${name}.png`),
  });
}
