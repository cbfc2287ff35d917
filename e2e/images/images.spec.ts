import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/places';
import { expect, openAsGuest, screenshotWhole, test } from '../portal';
import { runSql } from '../serverTruth';
import { takeSurvey } from '../survey';

const folder = join(root, 'docs', 'images');
const fileOf = (name: string) => join(folder, `${name}.png`);

test.use({ viewport: { width: 1280, height: 800 } });

test('the images of the documentation are taken from a portal with two sick ledgers', async ({
  page,
  portal,
}) => {
  mkdirSync(folder, { recursive: true });
  await runSql(
    portal,
    'backstage_plugin_catalog',
    'delete from knex_migrations where id = (select max(id) from knex_migrations)',
  );
  await runSql(
    portal,
    'backstage_plugin_scaffolder',
    'insert into knex_migrations_lock (is_locked) values (0)',
  );
  await takeSurvey(portal);

  await openAsGuest(page, '/database-health');
  const finding = page.getByRole('button', {
    name: 'scaffolder · Malformed migration lock',
  });
  await expect(finding).toBeVisible();
  await screenshotWhole(page, fileOf('overview'));

  await finding.click();
  const opened = page.getByRole('listitem').filter({ has: finding });
  await expect(opened.getByText('What to do')).toBeVisible();
  await page.mouse.move(0, 0);
  await opened.screenshot({ path: fileOf('finding'), animations: 'disabled' });

  await page.evaluate(() => localStorage.setItem('theme', 'dark'));
  await page.goto('/database-health');
  await expect(finding).toBeVisible();
  await screenshotWhole(page, fileOf('overview-dark'));
});
