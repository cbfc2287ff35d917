import { fixtureStates } from '../../plugins/database-health/src/fixtures';
import { recordedSessions } from '../../plugins/database-health/src/fixtures/sessions';
import { expect, lookTest, visit } from './devApp';
import { lookAtEveryView, thoroughly } from './views';

for (const { id, title } of fixtureStates) {
  lookTest(`the state “${title}”`, async ({ page, complaints }) => {
    await visit(page, `/states/${id}`);
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

const partOf = (name: string) => `role=region[name="${name}"]`;

for (const [name, path, within] of [
  ['databases', '/databases'],
  ['detail', '/databases/scaffolder'],
  [
    'detail-with-ledger',
    '/databases/scaffolder?ledger=scaffolder:knex_migrations',
    partOf('Migrations'),
  ],
  ['migrations', '/migrations'],
  ['checks', '/checks#latency'],
  [
    'finding',
    '/overview?finding=notifications:migrations-locked:knex_migrations',
  ],
]) {
  lookTest(`the sick portal, ${name}`, async ({ page, complaints }) => {
    await visit(page, `/states/sick${path}`);
    await expect(page.getByRole('status', { name: 'Status' })).toBeVisible();
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
    await lookAtEveryView(page, `sick-${name}`, thoroughly, within);
    expect(complaints).toEqual([]);
  });
}

for (const [state, path, within] of [
  ['histories', '/storage'],
  ['histories', '/storage?list=indexes&range=7d'],
  ['histories', '/activity'],
  ['histories', '/databases/catalog?table=relations', partOf('History')],
  ['nearly-full', '/databases/catalog?range=90d', partOf('History')],
]) {
  lookTest(`${state}, ${path}`, async ({ page, complaints }) => {
    await visit(page, `/states/${state}${path}`);
    await expect(page.getByRole('slider').first()).toBeVisible();
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
    await lookAtEveryView(
      page,
      `${state}${path.replace(/\W+/g, '-')}`,
      thoroughly,
      within,
    );
    expect(complaints).toEqual([]);
  });
}

lookTest(
  'dismissed findings, and the dialog that dismisses one',
  async ({ page, complaints }) => {
    await visit(page, '/states/dismissed/overview?dismissed=shown');
    await expect(page.getByText(/^Dismissed by/).first()).toBeVisible();
    await lookAtEveryView(page, 'dismissed-shown', thoroughly);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: /scaffolder · Missing/ }).click();
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Dismiss' }).click();
    await expect(dialog).toContainText('Say why');
    await lookAtEveryView(page, 'dismiss-dialog', undefined, '[role=dialog]');
    expect(complaints).toEqual([]);
  },
);

lookTest(
  'an incident with its symptoms unfolded',
  async ({ page, complaints }) => {
    await visit(page, '/states/pool-full');
    await page.getByRole('button', { name: /symptoms of catalog$/ }).click();
    await page
      .getByRole('button', { name: /catalog · Idle in transaction/ })
      .click();
    await expect(page.getByText('What to do').first()).toBeVisible();
    await lookAtEveryView(page, 'incident-unfolded', thoroughly);
    expect(complaints).toEqual([]);
  },
);

lookTest(
  'sessions in the detail of a database',
  async ({ page, complaints }) => {
    await visit(page, '/states/pool-full/databases/catalog');
    const { pid } = recordedSessions('waits')!.sessions.find(
      ({ blockedBy }) => blockedBy.length === 0,
    )!;
    await page
      .getByRole('button', { name: `How to end session ${pid}` })
      .click();
    await expect(
      page.getByLabel(`Line that ends session ${pid}`),
    ).toBeVisible();
    await lookAtEveryView(
      page,
      'pool-full-detail',
      thoroughly,
      partOf('Sessions'),
    );
    expect(complaints).toEqual([]);
  },
);

lookTest('pools and servers in trouble', async ({ page, complaints }) => {
  await visit(page, '/states/pool-full/connections');
  await expect(page.getByRole('heading', { name: 'Pools' })).toBeVisible();
  await lookAtEveryView(page, 'pool-full-connections', thoroughly);
  // On a telephone, who waits for how long is seen without scrolling sideways.
  const pools = page.getByRole('table', { name: /^Pools of .*-x2x8k$/ });
  const waits = await pools
    .getByText(/^\d+ s$/)
    .first()
    .boundingBox();
  expect(waits!.x).toBeGreaterThanOrEqual(0);
  expect(waits!.x + waits!.width).toBeLessThanOrEqual(
    page.viewportSize()!.width,
  );
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
  lookTest(
    `storage and activity in the state ${state}`,
    async ({ page, complaints }) => {
      await visit(page, `/states/${state}/storage`);
      for (const [tab, heading] of [
        ['Storage', 'Growth'],
        ['Activity', 'Incidents'],
      ]) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.getByRole('tab', { name: tab }).click();
        await expect(
          page.getByRole('heading', { name: heading, exact: true }),
        ).toBeVisible();
        await lookAtEveryView(page, `${state}-${tab.toLowerCase()}`);
      }
      expect(complaints).toEqual([]);
    },
  );
}
