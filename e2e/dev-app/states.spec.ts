import { fixtureStates } from '../../plugins/database-health/src/fixtures';
import { expect, test } from './devApp';
import { lookAtEveryView, thoroughly } from './views';

for (const { id, title } of fixtureStates) {
  test(`the state “${title}”`, async ({ page, complaints }) => {
    await page.goto(`/states/${id}`);
    await expect(
      page
        .getByRole('status', { name: /^(Status|Loading the picture)/ })
        .or(page.getByRole('alert'))
        .first(),
    ).toBeVisible();
    await lookAtEveryView(page, id);
    expect(complaints).toEqual([]);
  });
}

for (const [name, path] of [
  ['databases', '/databases'],
  ['detail', '/databases/scaffolder'],
  [
    'detail-with-ledger',
    '/databases/scaffolder?ledger=scaffolder:knex_migrations',
  ],
  ['migrations', '/migrations'],
  ['checks', '/checks#latency'],
  [
    'finding',
    '/overview?finding=notifications:migrations-locked:knex_migrations',
  ],
]) {
  test(`the sick portal, ${name}`, async ({ page, complaints }) => {
    await page.goto(`/states/sick${path}`);
    await expect(page.getByRole('status', { name: 'Status' })).toBeVisible();
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
    await lookAtEveryView(page, `sick-${name}`, thoroughly);
    expect(complaints).toEqual([]);
  });
}
