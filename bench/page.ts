import { chromium, type Page } from '@playwright/test';
import { buildAppWhenStale } from '../e2e/appBundle';
import { chromiumArguments, chromiumPath } from '../e2e/chromium';
import { openAsGuest, startPortal } from '../e2e/portal';
import { stateOf } from '../plugins/database-health/src/fixtures';
import { progress } from './progress';
import { median, type Result } from './result';

/** The longest task of the browser while somebody uses the tab: one that is felt. */
const targetTaskMs = 100;

const rounds = 5;

/** What a reader does on the tab; each resolves when it has been shown. */
const uses: Record<string, (page: Page) => Promise<void>> = {
  'scroll to the end': async page => {
    const window = page.viewportSize()!;
    await page.mouse.move(window.width / 2, window.height / 2);
    await page.evaluate(() => (document.activeElement as HTMLElement)?.blur());
    for (let step = 0; step < 150; step += 1) {
      await page.mouse.wheel(0, 600);
      await page.waitForTimeout(16);
    }
  },
  'renew the picture at the end': async page => {
    const renewed = page.waitForResponse(/\/migrations$/);
    await page.getByRole('heading', { name: 'plugin-200' }).waitFor();
    await renewed;
    await page.waitForTimeout(500);
  },
  'type into the search': async page => {
    const search = page.getByRole('textbox', { name: /^Search/ });
    await search.pressSequentially('plugin-12', { delay: 60 });
    await page.getByText(/^40 of 800 ledgers/).waitFor();
    await search.fill('');
    await page.getByText('800 ledgers', { exact: true }).waitFor();
  },
  'switch a state on and off': async page => {
    const chip = page.getByRole('button', { name: 'Pending 20' });
    await chip.click();
    await page.getByText(/^20 of 800 ledgers/).waitFor();
    await chip.click();
    await page.getByText('800 ledgers', { exact: true }).waitFor();
  },
};

/**
 * Opens the tab of migrations of a portal with 200 plugins and 4 ledgers each, in the
 * app as it is built for production, and measures what keeps the browser busy.
 */
export async function run(): Promise<Result[]> {
  progress('page: building the app and starting a portal');
  buildAppWhenStale();
  const portal = await startPortal({ database: 'sqlite' });
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumArguments,
  });
  try {
    const page = await browser.newPage({
      baseURL: portal.url,
      viewport: { width: 1440, height: 900 },
    });
    await answerWithFixtures(page);
    await noteLongTasks(page);
    await openAsGuest(page, '/database-health/overview');
    await page.getByRole('status', { name: 'Status' }).waitFor();
    const first: number[] = [];
    const longest = new Map<string, number[]>();
    for (let round = 0; round < rounds; round += 1) {
      progress(`page: round ${round + 1} of ${rounds}`);
      await page.goto('/database-health/overview');
      await page.getByRole('status', { name: 'Status' }).waitFor();
      first.push(await timeToLedgers(page));
      for (const [name, use] of Object.entries(uses)) {
        await takeLongest(page);
        await use(page);
        longest.set(name, [
          ...(longest.get(name) ?? []),
          await takeLongest(page),
        ]);
      }
    }
    return [
      result('from the click on the tab to its ledgers', first, 1_000),
      ...[...longest].map(([name, tasksMs]) =>
        result(`longest task, ${name}`, tasksMs, targetTaskMs),
      ),
    ];
  } finally {
    await browser.close();
    await portal.stop();
  }
}

async function answerWithFixtures(page: Page): Promise<void> {
  const api = stateOf('two-hundred-plugins').createApi();
  const overview = JSON.stringify(await api.getOverview());
  const migrations = JSON.stringify(await api.getMigrations());
  const contentType = 'application/json';
  await page.route('**/api/database-health/overview', route =>
    route.fulfill({ contentType, body: overview }),
  );
  await page.route('**/api/database-health/migrations*', route =>
    route.fulfill({ contentType, body: migrations }),
  );
}

interface Noting {
  longTasksMs: number[];
}

async function noteLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noting = window as unknown as Noting;
    noting.longTasksMs = [];
    new PerformanceObserver(list =>
      noting.longTasksMs.push(
        ...list.getEntries().map(({ duration }) => duration),
      ),
    ).observe({ type: 'longtask' });
  });
}

/** The longest task since the last time; 0 where none reached 50 ms. */
async function takeLongest(page: Page): Promise<number> {
  await page.waitForTimeout(300);
  return page.evaluate(() => {
    const noting = window as unknown as Noting;
    return Math.max(0, ...noting.longTasksMs.splice(0));
  });
}

function timeToLedgers(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>(resolve => {
        const tab = [
          ...document.querySelectorAll<HTMLElement>('[role=tab]'),
        ].find(({ textContent }) => textContent === 'Migrations')!;
        const startedAt = performance.now();
        const observer = new MutationObserver(() => {
          if (document.body.textContent?.includes('knex_migrations')) {
            observer.disconnect();
            requestAnimationFrame(() => resolve(performance.now() - startedAt));
          }
        });
        observer.observe(document.body, { childList: true, subtree: true });
        tab.click();
      }),
  );
}

function result(name: string, allMs: number[], targetMs: number): Result {
  const ms = median(allMs);
  return {
    name: `Migrations tab: ${name}`,
    baseline: '800 ledgers',
    measured: `${Math.round(ms)} ms`,
    ratio: ms / targetMs,
    target: `≤ ${targetMs} ms`,
    met: ms <= targetMs,
  };
}
