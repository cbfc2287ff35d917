import type { Page } from '@playwright/test';
import { expect, keepScreenshot, openAsGuest, test } from '../../portal';
import { ledgerRows, runSql } from '../../serverTruth';
import { takeSurvey } from '../../survey';
import { malformLock, mendLock } from './malformedLock';
import { planAndEndSilence } from './silence';

const database = 'backstage_plugin_catalog';
const keyStoreLedger = 'backstage_backend_public_keys__knex_migrations';
const taskLedger = 'backstage_backend_tasks__knex_migrations';

/** A table from right to left, whose name also says to turn that round. */
const hostile = 'שלום_\u202Egpj_עולם';
const hostileShown = String.raw`שלום_\u202Egpj_עולם`;

/** What is done to the catalog's ledgers, and the finding that must tell of it. */
const sicknesses = [
  {
    harm: 'delete from knex_migrations where id = (select max(id) from knex_migrations)',
    title: 'Pending migrations',
    says: '1 migration is pending in knex_migrations',
  },
  {
    harm: `insert into ${taskLedger} (name, batch, migration_time) values ('29990101000000_from_the_future.js', 2, now())`,
    title: 'Missing migrations',
    says: `1 applied migration of ${taskLedger} has no file`,
  },
  {
    harm: `update ${keyStoreLedger}_lock set is_locked = 1`,
    title: 'Locked migrations',
    // It says for how long, from a second on.
    says: new RegExp(
      `The migration lock of ${keyStoreLedger} (is|has been) held`,
    ),
  },
  {
    harm: 'insert into knex_migrations_lock (is_locked) values (0)',
    title: 'Malformed migration lock',
    says: 'The lock table of knex_migrations has 2 rows',
  },
];

function findingOf(page: Page, title: string) {
  return page
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: `catalog · ${title}` }) });
}

function incidents(page: Page) {
  return page
    .getByRole('region', { name: 'Incidents' })
    .getByRole('listitem')
    .filter({ hasText: /search.*migrations-lock-malformed/ });
}

/** What has been copied last. */
function copied(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

export function testLedgers(): void {
  test('sick ledgers are found and told of, and well after the lines that the page offers', async ({
    page,
    portal,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const before = await ledgerRows(portal, database);
    for (const { harm } of sicknesses) {
      await runSql(portal, database, harm);
    }
    await malformLock(portal, 'search');
    await runSql(
      portal,
      'backstage_plugin_search',
      `create table "${hostile}" ()`,
    );
    await takeSurvey(portal);
    await openAsGuest(page, '/database-health/overview?info=shown');
    await expect(page.getByRole('status', { name: 'Status' })).toContainText(
      /^Critical.*catalog/,
    );

    for (const { title, says } of sicknesses) {
      await test.step(title, async () => {
        const finding = findingOf(page, title);
        await expect(finding).toContainText(says);
        await finding.getByRole('button', { name: title }).click();
        const shown = finding.getByLabel(`In the database ${database}`);
        const beside = shown.locator('..').getByRole('button');
        await beside.click();
        const line = await shown.innerText();
        await expect.poll(() => copied(page)).toBe(line);
        await runSql(portal, database, line);
      });
    }
    await keepScreenshot(page, 'sick-ledgers-light');

    await test.step('a name from right to left is seen as what it is', async () => {
      await page.goto('/database-health/databases/search');
      const name = page.getByRole('button', { name: hostileShown });
      await expect(name.locator('bdi')).toHaveText(hostileShown);
      await expect(name.locator('bdi')).toHaveCSS('unicode-bidi', 'isolate');
    });

    await page.goto('/database-health/activity?range=24h');
    await test.step('the activity tells of a sickness', async () => {
      await expect(incidents(page).first()).toContainText('Critical');
      await expect(incidents(page).first()).toContainText('still open');
      await expect(
        page.getByRole('slider', { name: /^States of search/ }),
      ).toHaveAttribute('aria-valuetext', /^Critical since/);
    });

    await test.step('of which nobody is told in a silence', () =>
      planAndEndSilence(page, portal));

    await mendLock(portal, 'search');
    await runSql(portal, 'backstage_plugin_search', `drop table "${hostile}"`);
    await takeSurvey(portal);
    await test.step('the activity tells of its end', async () => {
      await expect(incidents(page).first()).toContainText(/until .*, for \d+ /);
      await expect(incidents(page)).toHaveCount(1);
      await keepScreenshot(page, 'activity-light');
    });

    await page.getByRole('tab', { name: 'Overview' }).click();
    await expect(page.getByRole('status', { name: 'Status' })).toContainText(
      'plugin databases are well',
    );
    for (const { title } of sicknesses) {
      await expect(findingOf(page, title)).toHaveCount(0);
    }
    expect(await ledgerRows(portal, database)).toEqual(before);
    const locks = await runSql(
      portal,
      database,
      `select is_locked from knex_migrations_lock
     union all select is_locked from ${keyStoreLedger}_lock`,
    );
    expect(locks).toEqual([{ is_locked: 0 }, { is_locked: 0 }]);
  });
}
