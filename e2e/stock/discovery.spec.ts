import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAsGuest, takeSurvey } from '../survey';
import { portalFolder } from './places';
import { dependentPackages, pluginIds } from './plugins';
import { expect, test } from './stockPortal';

const entrypoint = 'src/discovery';

test.use({
  stockPortalOptions: {
    name: 'discovery',
    entrypoint,
    env: { APP_CONFIG_backend_packages: 'all' },
  },
});

const file = () =>
  join(portalFolder(), 'packages', 'backend', `${entrypoint}.ts`);

// Before the backend starts, which is when a test first asks for the portal.
test.beforeAll(() =>
  writeFileSync(
    file(),
    `import { createBackend, discoveryFeatureLoader } from '@backstage/backend-defaults';

const backend = createBackend();
backend.add(discoveryFeatureLoader);
backend.start();
`,
  ),
);
test.afterAll(() => rmSync(file()));

test('a backend that discovers its packages discovers this one, and all are observed', async ({
  portal,
}) => {
  await takeSurvey(portal);
  const { databases } = await readAsGuest(portal, '/overview');
  const plugins = pluginIds(dependentPackages());
  expect(plugins).toContain('database-health');
  expect(databases.map(({ pluginId }) => pluginId).sort()).toEqual(plugins);
  expect(databases.every(({ observed }) => observed)).toBe(true);
});
