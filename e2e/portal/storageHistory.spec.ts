import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Database } from 'backstage-plugin-database-health-common';
import knexFactory from 'knex';
import {
  Samples,
  Store,
} from '../../plugins/database-health-backend/src/store';
import {
  agesOfDays,
  makeHistory,
} from '../../plugins/database-health-backend/src/store/__testUtils__/madeHistory';
import {
  expect,
  keepScreenshot,
  openAsGuest,
  type Portal,
  test,
} from '../portal';
import { firstSurvey, readAsGuest, takeSurvey } from '../survey';

const days = 90;
const mib = 1024 ** 2;
const dayMs = 24 * 3_600_000;
const bytesPerDay = 0.08 * mib;

// Beyond what the growth below reaches in the days that are looked at.
const budgetBytes = 100 * mib;

const quiet: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => quiet,
};

/** By plugin: bytes so many days ago, less than what it holds now. */
const histories: Record<string, (now: number, ageDays: number) => number> = {
  catalog: (now, ageDays) => now - ageDays * bytesPerDay,
  scaffolder: (now, ageDays) => (ageDays > 10 ? now / 4 : now),
  search: (now, ageDays) => now + ageDays * mib,
};

/** What the catalog held when its past was made. */
let catalogBytes: number;

/** Writes what ninety days would have left, through the store itself. */
async function makeNinetyDays(portal: Portal): Promise<void> {
  const knex = knexFactory({
    client: 'pg',
    connection: portal.postgres!.connection('backstage_plugin_database-health'),
  });
  const samples = new Samples(
    new Store({
      database: { getClient: async () => knex, migrations: { skip: true } },
      logger: quiet,
    }),
  );
  catalogBytes = (await databaseOf(portal, 'catalog')).size!.bytes;
  for (const [pluginId, bytesAt] of Object.entries(histories)) {
    const { size } = await databaseOf(portal, pluginId);
    await makeHistory(samples, pluginId, agesOfDays(days), ageDays => ({
      numbers: {
        size: Math.round(bytesAt(size!.bytes, ageDays)),
        ping: 1,
        connections: 20,
      },
    }));
  }
  await knex.destroy();
}

async function databaseOf(portal: Portal, id: string): Promise<Database> {
  const { databases } = await readAsGuest(portal, '/overview');
  return databases.find(each => each.id === id)!;
}

// Last of those that share this portal, which keeps this past and the budget.
test.beforeAll(async ({ portal }) => {
  await firstSurvey(portal);
  await makeNinetyDays(portal);
  // The past is read at the start.
  await portal.restart({
    env: {
      APP_CONFIG_databaseHealth_budgets_default: JSON.stringify(budgetBytes),
    },
  });
  await takeSurvey(portal);
});

test('ninety days of growth are drawn as they were', async ({ page }) => {
  await openAsGuest(page, '/database-health/databases/catalog?range=90d');
  const chart = page.getByRole('slider', {
    name: /^Size of catalog over time/,
  });
  await expect(chart).toBeVisible();
  const shown = async () => {
    const text = (await chart.getAttribute('aria-valuetext')) ?? '';
    const [, number, unit] = /([\d.]+) (KiB|MiB)/.exec(text) ?? [];
    return Number(number) * (unit === 'MiB' ? mib : 1024);
  };
  await chart.focus();
  await page.keyboard.press('End');
  // The portal is young, and has grown since.
  await expect
    .poll(async () => Math.abs((await shown()) / catalogBytes - 1))
    .toBeLessThan(0.1);
  await page.keyboard.press('Home');
  const oldest = histories.catalog(catalogBytes, days);
  await expect
    .poll(async () => Math.abs((await shown()) / oldest - 1))
    .toBeLessThan(0.1);
  await keepScreenshot(page, 'history-light');
});

test('the forecast is right on a line, and silent on a step and on shrinking', async ({
  page,
  portal,
}) => {
  const { size } = await databaseOf(portal, 'catalog');
  expect(size!.limit).toEqual({ bytes: budgetBytes, of: 'budget' });
  const truth = (budgetBytes - size!.bytes) / bytesPerDay;
  const daysUntil = (iso: string | null) =>
    (Date.parse(iso!) - Date.now()) / dayMs;
  expect(
    Math.abs(daysUntil(size!.forecast!.reachedAt) / truth - 1),
  ).toBeLessThan(0.1);
  for (const id of ['scaffolder', 'search']) {
    expect((await databaseOf(portal, id)).size!.forecast).toBeNull();
  }
  await openAsGuest(page, '/database-health/storage');
  const forecasts = page.getByRole('region', {
    name: 'When they will be full',
  });
  await expect(forecasts.getByRole('listitem').first()).toContainText(
    'catalog',
  );
  await page.emulateMedia({ colorScheme: 'dark' });
  // With another theme the portal builds the page anew, its charts last.
  await page.locator('body[data-theme-mode=dark]').waitFor();
  await expect(
    page.getByRole('slider', { name: /^Size of all plugin databases/ }),
  ).toBeVisible();
  // Each day was measured.
  await expect(page.getByText(/^Gaps:/)).toHaveCount(0);
  await keepScreenshot(page, 'storage-ninety-days-dark');
});
