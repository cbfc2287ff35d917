import {
  recorded,
  recordedFinding,
} from '../../plugins/database-health/src/fixtures/recorded';
import { expect, lookTest, test, visit } from './devApp';

const lockLine = recordedFinding('migrations-locked').remedy.sql!;
const sentence = recorded('sick', ({ overview }) => overview.summary.sentence);

lookTest('the page stands where the plugin mounts it', async ({ page }) => {
  await visit(page, '/database-health');
  await expect(page.getByText(sentence)).toBeVisible();
  await page.getByRole('tab', { name: 'Databases' }).click();
  await expect(page).toHaveURL(/\/database-health\/databases$/);
});

test('a finding is opened and its line copied by keyboard alone', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/states/sick');
  const finding = page.getByRole('button', { name: /Locked migrations/ });
  await finding.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(lockLine)).toBeVisible();
  await page.keyboard.press('Tab');
  const copy = page.getByRole('button', { name: 'Copy' }).first();
  await expect(copy).toBeFocused();
  await expect(copy).toHaveCSS('outline-style', 'solid');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(lockLine);

  await page.reload();
  await expect(page.getByText(lockLine)).toBeVisible();
});

lookTest(
  'a row opens the detail wherever it is clicked, and Back leads back',
  async ({ page }) => {
    await visit(page, '/states/sick/databases?status=critical');
    const row = page.getByRole('row', { name: /^scaffolder/ });
    await row.getByText('PostgreSQL').click({ force: true });
    await expect(
      page.getByRole('heading', { name: 'scaffolder', exact: true }),
    ).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(/status=critical/);
    await expect(page.getByText('2 of 14 databases')).toBeVisible();
  },
);

lookTest(
  'a survey is asked for, runs, ends, and may not follow at once',
  async ({ page }) => {
    await visit(page, '/states/all-well');
    const refresh = page.getByRole('button', { name: 'Refresh' });
    const running = page.getByText(/^Survey running for/);
    // Each state lasts for some seconds, which a busy machine may miss.
    await expect(async () => {
      await refresh.click();
      await expect(running).toBeVisible({ timeout: 3_000 });
      await expect(refresh).toBeDisabled({ timeout: 1_000 });
    }).toPass();
    await expect(running).toBeHidden();
    await expect(async () => {
      await refresh.click();
      await expect(
        page.getByText(/^A survey has just been asked for/),
      ).toBeVisible({ timeout: 3_000 });
    }).toPass();
  },
);

lookTest(
  'a picture that cannot be refreshed stays, and grows old in words',
  async ({ page }) => {
    await visit(page, '/states/renewal-fails');
    await expect(
      page.getByText('This picture could not be refreshed'),
    ).toBeVisible();
    await expect(
      page.getByText('All 14 plugin databases are well.'),
    ).toBeVisible();
    const age = page.getByText(/^as of \d+ s ago$/);
    const before = await age.textContent();
    await expect(age).not.toHaveText(before ?? '');
  },
);

lookTest('names with HTML in them run nothing', async ({ page }) => {
  await visit(page, '/states/html-names');
  await expect(page.getByText(/<img src=x/).first()).toBeVisible();
  expect(await page.title()).not.toBe('1');
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
});

lookTest(
  'a chart is read by keyboard, and its point is shown',
  async ({ page }) => {
    await visit(page, '/states/all-well/databases/catalog');
    const chart = page.getByRole('slider', { name: /^Size of catalog/ });
    await expect(chart).toBeVisible();
    await page.getByRole('button', { name: 'Show as table' }).first().focus();
    await page.keyboard.press('Tab');
    await expect(chart).toBeFocused();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect(chart).toHaveAttribute('aria-valuenow', '1');
    const said = await chart.getAttribute('aria-valuetext');
    expect(said).toMatch(/^\w+ \d+, [\d:]+ [AP]M: [\d.]+ GiB$/);
    await expect(chart.locator('strong')).toHaveText(said!.split(': ')[1]);
  },
);

lookTest(
  'the mouse shows the point of a chart that it is over',
  async ({ page }) => {
    await visit(page, '/states/all-well/storage');
    const chart = page.getByRole('slider', { name: /^Size of all/ });
    // What loads above it may move it away from the mouse.
    await expect(async () => {
      await chart.hover();
      await expect(chart.getByText('catalog')).toBeVisible({ timeout: 1_000 });
    }).toPass();
    const middle = await chart.getAttribute('aria-valuetext');
    await expect(async () => {
      const { width, height } = (await chart.boundingBox())!;
      await chart.hover({ position: { x: width - 20, y: height / 2 } });
      await expect(chart).not.toHaveAttribute('aria-valuetext', middle!, {
        timeout: 1_000,
      });
    }).toPass();
  },
);

test('a tab without a chart does not load what draws them', async ({
  page,
}) => {
  const scripts: string[] = [];
  page.on('response', response => scripts.push(response.url()));
  await page.goto('/states/all-well/databases');
  await expect(page.getByRole('table')).toBeVisible();
  const drawing = () =>
    scripts.filter(url => /HistoryPlot|StackPlot|recharts/.test(url));
  expect(drawing()).toEqual([]);
  await page.getByRole('tab', { name: 'Storage' }).click();
  await expect(page.locator('.recharts-surface').first()).toBeVisible();
  expect(drawing()).not.toEqual([]);
});

lookTest('a field of the treemap leads to its table', async ({ page }) => {
  await visit(page, '/states/all-well/storage');
  await page.getByRole('link', { name: /^catalog: relations/ }).click();
  await expect(page).toHaveURL(/databases\/catalog\?table=relations$/);
  await expect(
    page.getByRole('slider', { name: /^Size of the table relations/ }),
  ).toBeVisible();
});
