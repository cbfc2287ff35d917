import { expect, keepScreenshot, openAsGuest, test } from '../portal';
import { databaseSizes, installedPlugins, runSql } from '../serverTruth';
import { firstSurvey, readAsGuest, untilSurveyed } from '../survey';

const catalog = 'backstage_plugin_catalog';

const units: Record<string, number> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** Reads `7.6 MiB`, which is exact to half a digit. */
function bytesIn(text: string): { bytes: number; exactTo: number } {
  const [, number, unit] = /([\d.]+) (B|KiB|MiB|GiB)/.exec(text) ?? [];
  const digit = number?.includes('.') ? 0.1 : 1;
  return {
    bytes: Number(number) * units[unit],
    exactTo: (digit / 2) * units[unit],
  };
}

test.beforeAll(({ portal }) => firstSurvey(portal));

test('the storage tab shows every database as large as PostgreSQL says', async ({
  page,
  portal,
}) => {
  await openAsGuest(page, '/database-health/storage');
  await expect(page.getByRole('group', { name: 'Total size' })).toContainText(
    /[\d.]+(MiB|GiB)/,
  );
  const map = page.getByRole('group', {
    name: 'What fills the plugin databases',
  });
  await untilSurveyed({ page, portal }, async () => {
    await map.getByRole('button', { name: 'Show as table' }).click();
    const sizes = await databaseSizes(portal);
    const rows = await map.getByRole('row').allInnerTexts();
    const shown = rows.slice(1).map(row => row.split('\t'));
    for (const pluginId of installedPlugins(portal)) {
      const own = shown
        .filter(([plugin, part]) => plugin === pluginId || part === pluginId)
        .map(cells => bytesIn(cells[2]));
      const bytes = own.reduce((sum, part) => sum + part.bytes, 0);
      const exactTo = own.reduce((sum, part) => sum + part.exactTo, 0);
      const truth = sizes.get(`backstage_plugin_${pluginId}`)!;
      expect(Math.abs(bytes - truth), pluginId).toBeLessThan(
        truth * 0.05 + exactTo,
      );
    }
  });
  await map.getByRole('button', { name: 'Show as chart' }).click();
  await keepScreenshot(page, 'storage-light');
});

test('the largest tables are those of the server, with their parts', async ({
  page,
  portal,
}) => {
  await openAsGuest(page, `/database-health/storage?plugin=catalog`);
  const linkTo = (table: string) =>
    page.getByRole('link', { name: table, exact: true });
  const rowOf = (table: string) =>
    page
      .getByRole('table', { name: 'The largest tables' })
      .getByRole('row')
      .filter({ has: linkTo(table) });
  let largest = '';
  await untilSurveyed({ page, portal }, async () => {
    const [{ name, bytes: truth }] = await runSql<{
      name: string;
      bytes: number;
    }>(
      portal,
      catalog,
      `select relname as name, pg_total_relation_size(oid)::float as bytes
       from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       order by 2 desc limit 1`,
    );
    await expect(rowOf(name)).toContainText(/heap .* · .*indexes/);
    const { bytes, exactTo } = bytesIn(
      await rowOf(name).getByRole('cell').nth(1).innerText(),
    );
    expect(Math.abs(bytes - truth)).toBeLessThan(truth * 0.05 + exactTo);
    largest = name;
  });

  await rowOf(largest)
    .getByRole('link', { name: largest, exact: true })
    .click();
  await expect(page).toHaveURL(new RegExp(`catalog\\?table=${largest}$`));
  await expect(
    page.getByRole('table', { name: 'Tables of catalog' }),
  ).toContainText(largest);
});

test('a database has a history from its first surveys on', async ({
  page,
  portal,
}) => {
  const { summary } = await readAsGuest(portal, '/overview');
  expect(summary.history).toEqual({ working: true });
  await openAsGuest(page, '/database-health/databases/catalog?range=7d');
  const history = page.getByRole('region', { name: 'History' });
  // One sample for each ten minutes: a young portal has one or two.
  await expect(
    history
      .getByRole('slider', { name: /^Size of catalog over time/ })
      .or(history.getByText(/sample/))
      .first(),
  ).toBeVisible();
});
