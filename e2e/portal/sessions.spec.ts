import { Client } from 'pg';
import {
  expect,
  keepScreenshot,
  openAsGuest,
  type Portal,
  test,
} from '../portal';
import { runSql } from '../serverTruth';

const catalog = 'backstage_plugin_catalog';

async function connect(portal: Portal, application: string): Promise<Client> {
  const client = new Client({
    ...portal.postgres!.connection(catalog),
    application_name: application,
  });
  // One of them is ended on purpose.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

test('who blocks whom is seen, and ends with the line that the page offers', async ({
  page,
  portal,
}) => {
  const [holder, waiter] = [
    await connect(portal, 'holder'),
    await connect(portal, 'waiter'),
  ];
  await holder.query('begin');
  await holder.query('lock table knex_migrations in access exclusive mode');
  await holder.query('select 42');
  const waiting = waiter.query(
    "select count(*) from knex_migrations where name = 'secret'",
  );
  try {
    await openAsGuest(page, '/database-health/connections');
    const chain = page.getByRole('list', { name: 'Who waits for whom' });
    const root = chain.getByRole('listitem').filter({ hasText: 'holder' });
    await expect(root.first()).toContainText('Blocks');
    await expect(root.first()).toContainText('Idle in a transaction for');
    await expect(root.first()).toContainText('select ?');
    await expect(
      chain.getByRole('listitem').filter({ hasText: 'waiter' }).last(),
    ).toContainText('select count(*) from knex_migrations where name = ?');
    await expect(page.getByText('secret')).toHaveCount(0);
    await keepScreenshot(page, 'sessions-light');

    const [{ pid }] = await runSql<{ pid: number }>(
      portal,
      'postgres',
      "select pid from pg_stat_activity where application_name = 'holder'",
    );
    await page
      .getByRole('button', { name: `How to end session ${pid}` })
      .click();
    const line = await page
      .getByLabel(`Line that ends session ${pid}`)
      .innerText();
    await runSql(portal, 'postgres', line);
    await waiting;
    await expect(chain).toHaveCount(0);
  } finally {
    await Promise.all([holder, waiter].map(each => each.end().catch(() => {})));
  }
});
