import type { Page } from '@playwright/test';
import { expect, keepScreenshot, openAsGuest, test } from '../portal';
import { ledgerRows, runSql } from '../serverTruth';
import { takeSurvey } from '../survey';

const database = 'backstage_plugin_catalog';
const keyStoreLedger = 'backstage_backend_public_keys__knex_migrations';
const taskLedger = 'backstage_backend_tasks__knex_migrations';

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

/** What has been copied last. */
function copied(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

test('sick ledgers are found, and well after the lines that the page offers', async ({
  page,
  portal,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const before = await ledgerRows(portal, database);
  for (const { harm } of sicknesses) {
    await runSql(portal, database, harm);
  }
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

  await takeSurvey(portal);
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

test('a finding has an address, and status filters survive a reload', async ({
  page,
  portal,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const lock = 'scaffolder · Malformed migration lock';
  await runSql(
    portal,
    'backstage_plugin_scaffolder',
    'insert into knex_migrations_lock (is_locked) values (0)',
  );
  try {
    await takeSurvey(portal);
    await openAsGuest(page, '/database-health/overview');
    await page.getByRole('button', { name: lock }).click();
    await page
      .getByRole('button', { name: 'Copy a link to this finding' })
      .click();
    await expect.poll(() => copied(page)).toContain('?finding=');
    await page.goto(await copied(page));
    await expect(page.getByRole('button', { name: lock })).toHaveAttribute(
      'aria-expanded',
      'true',
    );
    await expect(
      page.getByRole('heading', { name: 'What to do' }),
    ).toBeInViewport();

    await page.getByRole('tab', { name: 'Databases' }).click();
    await page.getByRole('button', { name: /^Critical 1$/ }).click();
    await expect(page).toHaveURL(/\/databases\?status=critical$/);
    await page.reload();
    await expect(page.getByText('1 of 14 databases')).toBeVisible();
    await expect(
      page.getByRole('table').getByRole('link', { name: 'scaffolder' }),
    ).toBeVisible();
  } finally {
    await runSql(
      portal,
      'backstage_plugin_scaffolder',
      'delete from knex_migrations_lock where index <> (select min(index) from knex_migrations_lock)',
    );
    await takeSurvey(portal);
  }
});
