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

for (const [state, path] of [
  ['histories', '/storage'],
  ['histories', '/storage?list=indexes&range=7d'],
  ['histories', '/activity'],
  ['histories', '/databases/catalog?table=relations'],
  ['nearly-full', '/databases/catalog?range=90d'],
]) {
  test(`${state}, ${path}`, async ({ page, complaints }) => {
    await page.goto(`/states/${state}${path}`);
    await expect(page.getByRole('slider').first()).toBeVisible();
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
    await lookAtEveryView(
      page,
      `${state}${path.replace(/\W+/g, '-')}`,
      thoroughly,
    );
    expect(complaints).toEqual([]);
  });
}

test('pools and servers in trouble', async ({ page, complaints }) => {
  await page.goto('/states/pool-full/connections');
  await expect(page.getByRole('heading', { name: 'Pools' })).toBeVisible();
  await lookAtEveryView(page, 'pool-full-connections', thoroughly);
  expect(complaints).toEqual([]);
});

for (const state of [
  'first-start',
  'no-history',
  'history-failing',
  'hundred-databases',
  'long-names',
  'fluttering',
]) {
  for (const tab of ['storage', 'activity']) {
    test(`the tab of ${tab} in the state ${state}`, async ({
      page,
      complaints,
    }) => {
      await page.goto(`/states/${state}/${tab}`);
      await expect(
        page.getByRole('heading', { name: /^(Growth|Changes)$/ }),
      ).toBeVisible();
      await lookAtEveryView(page, `${state}-${tab}`);
      expect(complaints).toEqual([]);
    });
  }
}
