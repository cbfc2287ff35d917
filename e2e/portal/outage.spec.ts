import { expect, keepScreenshot, openAsGuest, test } from '../portal';
import { installedPlugins } from '../serverTruth';
import { callApi, firstSurvey } from '../survey';

// Functional, not a measure of speed: what Kubernetes is promised.
const seenWithinMs = 45_000;

test('an outage of PostgreSQL is seen, told and over without a restart of the portal', async ({
  page,
  portal,
}) => {
  const probe = async (path: string) => (await callApi(portal, path)).status;
  const status = page.getByRole('status', { name: 'Status' });
  const count = installedPlugins(portal).length;
  await firstSurvey(portal);
  await openAsGuest(page, '/database-health/overview');
  await expect(status).toContainText(`All ${count} plugin databases are well`);
  const size = page.getByRole('group', { name: 'Total size' });
  const sizeShown = async () =>
    Number(/[\d.]+/.exec(await size.innerText())?.[0]);
  const sizeBefore = await sizeShown();

  await test.step('the probe of uptime monitors turns within 45 s, those of Kubernetes do not', async () => {
    await portal.postgres!.stop();
    await expect
      .poll(() => probe('/health'), {
        timeout: seenWithinMs,
        intervals: [1_000],
      })
      .toBe(503);
    expect(await probe('/health/ready')).toBe(200);
    expect(await probe('/health/live')).toBe(200);
    const machine = await callApi(portal, '/status', {
      token: portal.monitoringToken,
    });
    expect(machine.status).toBe(503);
  });

  await test.step('the page shows the last picture and since when it is down', async () => {
    await expect(status).toContainText(
      /The server of .* and \d+ more (accepts no connections|cuts their connections|is shutting down|does not answer in time)/,
    );
    await expect(status).toContainText('Critical');
    await expect(page.getByRole('button', { name: /symptoms/ })).toHaveCount(1);
    await expect(page.getByText(/no answer for \d+ (s|min)/)).toHaveCount(
      count,
    );
    // A survey may have come between.
    expect(Math.abs((await sizeShown()) / sizeBefore - 1)).toBeLessThan(0.1);
    await expect(page.getByText('could not be refreshed')).toHaveCount(0);
    await keepScreenshot(page, 'outage-light');
  });

  await test.step('so does the detail of a database', async () => {
    await page
      .getByRole('table', { name: /^Plugin databases/ })
      .getByRole('link', { name: 'catalog', exact: true })
      .click();
    await expect(
      page.getByText(/has not answered for \d+ (s|min)/),
    ).toBeVisible();
    await expect(
      page.getByRole('region', { name: 'Migrations' }),
    ).toContainText('45 applied');
    await keepScreenshot(page, 'outage-detail-light');
  });

  await test.step('all is well again when PostgreSQL is back', async () => {
    await page.getByRole('tab', { name: 'Overview' }).click();
    await portal.postgres!.start();
    await expect.poll(() => probe('/health'), { intervals: [1_000] }).toBe(200);
    await expect(status).toContainText(
      `All ${count} plugin databases are well`,
    );
    await expect(page.getByText('no answer')).toHaveCount(0);
  });
});
