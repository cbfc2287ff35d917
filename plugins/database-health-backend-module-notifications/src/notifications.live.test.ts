import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import catalog from '@backstage/plugin-catalog-backend';
import notifications from '@backstage/plugin-notifications-backend';
import type { Notification } from '@backstage/plugin-notifications-common';
import databaseHealth from 'backstage-plugin-database-health-backend';
import module from '.';

const entities = `
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: platform }
spec: { type: team, children: [] }
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: team }
spec: { type: team, children: [] }
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: admin }
spec: { memberOf: [platform] }
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: owner }
spec: { memberOf: [team] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: our-catalog
  annotations: { database-health/plugin-id: catalog }
spec: { type: plugin, lifecycle: production, owner: team }
`;

describe('notifications of a portal', () => {
  let folder: string;
  let backend: TestBackend;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'notifications-'));
    const target = join(folder, 'entities.yaml');
    await writeFile(target, entities);
    backend = await startTestBackend({
      features: [
        databaseHealth,
        // Beside a feature loader the test backend would take it for an orphan.
        createBackendFeatureLoader({ loader: () => [module] }),
        catalog,
        notifications,
        schedulerServiceFactory,
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'https://portal.example.com' },
            backend: {
              baseUrl: 'http://localhost:7007',
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
            catalog: {
              rules: [{ allow: ['Component', 'Group', 'User'] }],
              locations: [{ type: 'file', target }],
              processingInterval: { seconds: 1 },
            },
            databaseHealth: {
              pulse: { interval: '1s' },
              survey: { interval: '10s' },
              // Begins when the catalog has what it is told.
              incidents: { openAfter: '20s', closeAfter: '2s' },
              checks: { size: { warningBytes: 1, criticalBytes: 1e15 } },
              notifications: { default: ['group:default/platform'] },
            },
          },
        }),
      ],
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await rm(folder, { recursive: true });
  });

  const ask = (path: string, user: string, init?: RequestInit) =>
    fetch(`http://localhost:${backend.server.port()}/api/${path}`, {
      ...init,
      headers: {
        'Content-Type': 'application/json',
        Authorization: mockCredentials.user.header(`user:default/${user}`),
      },
    });

  async function titlesOf(user: string): Promise<string[]> {
    const { notifications: all } = await (
      await ask('notifications/notifications', user)
    ).json();
    return all.map(({ payload }: Notification) => payload.title).sort();
  }

  async function eventually(holds: () => Promise<void>): Promise<void> {
    for (const giveUpAt = Date.now() + 90_000; ; ) {
      try {
        await holds();
        return;
      } catch (error) {
        if (Date.now() > giveUpAt) {
          throw error;
        }
        await new Promise(resolve => setTimeout(resolve, 250));
      }
    }
  }

  it('go to the owner of the plugin and to the default, once, and say when it is over', async () => {
    await eventually(async () => {
      expect(await titlesOf('owner')).toEqual([
        expect.stringMatching(/catalog/i),
      ]);
      expect((await titlesOf('admin')).length).toBeGreaterThan(0);
    });
    expect(
      (await titlesOf('admin')).filter(title => /catalog/i.test(title)),
    ).toEqual([]);
    const dismissed = await ask(
      `database-health/dismissals/${encodeURIComponent('catalog:size')}`,
      'admin',
      { method: 'PUT', body: JSON.stringify({ reason: 'It is meant to be.' }) },
    );
    expect(dismissed.status).toBe(204);
    await eventually(async () => {
      expect(await titlesOf('owner')).toEqual([
        expect.stringMatching(/^Over: .*catalog/i),
      ]);
    });
  });
});
