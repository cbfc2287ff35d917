import { readingPaths } from '../../plugins/database-health-backend/src/__testUtils__/readingPaths';
import {
  expect,
  guestToken,
  keepScreenshot,
  openAsGuest,
  test,
} from '../portal';
import { callApi } from '../survey';

test.use({ portalOptions: { guestUser: 'user:default/plain' } });

test('a plain user has no entry in the sidebar and is told what is missing', async ({
  page,
}) => {
  await openAsGuest(page, '/');
  const sidebar = page.getByRole('navigation', { name: 'sidebar nav' });
  await expect(sidebar.getByRole('link', { name: 'DevTools' })).toBeVisible();
  await expect(
    sidebar.getByRole('link', { name: 'Database Health' }),
  ).toHaveCount(0);

  for (const path of ['', '/overview', '/databases/catalog']) {
    await page.goto(`/database-health${path}`);
    const refusal = page.getByRole('alert');
    await expect(refusal).toContainText('databaseHealth.read');
    await expect(refusal).toContainText('You do not have access');
    await expect(page.getByText('backstage_plugin_')).toHaveCount(0);
    await expect(
      page.getByRole('button', { name: /^(Refresh|Dismiss|Restore)$/ }),
    ).toHaveCount(0);
  }
  await keepScreenshot(page, 'permission-missing-light');
});

const managingCalls = [
  ['POST', '/refresh'],
  ['PUT', '/dismissals/catalog%3Alatency'],
  ['DELETE', '/dismissals/catalog%3Alatency'],
  ['PUT', '/silences/upgrade'],
  ['DELETE', '/silences/upgrade'],
];

test('the API refuses a plain user and names the permission', async ({
  portal,
}) => {
  const token = await guestToken(portal);
  for (const path of readingPaths('catalog')) {
    const response = await callApi(portal, path, { token });
    expect(response.status, path).toBe(403);
    expect(await response.text(), path).toContain('databaseHealth.read');
  }
  for (const [method, path] of managingCalls) {
    const refused = await callApi(portal, path, { token, method });
    expect(refused.status, path).toBe(403);
    expect(await refused.text(), path).toContain('databaseHealth.manage');
  }
});

test('without a token nothing but the probes answers', async ({ portal }) => {
  for (const path of readingPaths('catalog')) {
    expect((await callApi(portal, path)).status, path).toBe(401);
  }
  for (const [method, path] of managingCalls) {
    const refused = await callApi(portal, path, { method });
    expect(refused.status, path).toBe(401);
  }

  for (const path of ['/health', '/health/live', '/health/ready']) {
    const response = await callApi(portal, path);
    expect(response.status, path).toBe(200);
    expect(await response.text(), path).toBe('{"status":"pass"}');
    expect(response.headers.get('cache-control'), path).toBe('no-store');
    const head = await callApi(portal, path, { method: 'HEAD' });
    expect(head.status, path).toBe(200);
  }
});

test('a machine reads with its token, and nothing else', async ({ portal }) => {
  const token = portal.monitoringToken;
  for (const path of readingPaths('catalog')) {
    expect((await callApi(portal, path, { token })).status, path).toBe(200);
  }
  const overview = await callApi(portal, '/overview', { token });
  const { databases, servers } = await overview.json();
  expect(databases).toHaveLength(14);
  expect(servers).toHaveLength(1);
  expect(servers[0]).not.toHaveProperty('host');

  for (const [method, path] of managingCalls) {
    const refused = await callApi(portal, path, { token, method });
    expect(refused.status, path).toBe(403);
    expect(await refused.text(), path).toContain('databaseHealth.manage');
  }

  const elsewhere = await fetch(`${portal.url}/api/catalog/entities`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(elsewhere.status).toBe(403);
  expect(
    (await callApi(portal, '/overview', { token: 'not-the-token' })).status,
  ).toBe(401);
});
