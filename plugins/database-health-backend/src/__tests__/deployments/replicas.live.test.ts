import type { ConnectionsReport } from 'backstage-plugin-database-health-common';
import type { Portal } from '../../__testUtils__/portal';
import { startReplica } from '../../__testUtils__/replica';
import {
  describeSetUps,
  pluginIds,
  type Running,
  type Use,
} from '../../__testUtils__/setUps/describeSetUps';
import { onOneServer } from '../../__testUtils__/setUps/postgresRows';
import { PostgresTruth } from '../../__testUtils__/setUps/postgresTruth';

// What was refused is asked once more at once; routes.live.test.ts holds the limit.
jest.mock('../../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

/** Another backend with the same configuration. */
async function startAnother(
  { database, portal }: Running,
  use: Use,
  plugins: readonly string[],
) {
  const replica = await startReplica({
    directory: portal.migrationsDirectory,
    database,
    pluginIds: plugins,
  });
  use({ dispose: async () => void replica.kill('SIGKILL') });
  return replica;
}

async function serverOf(portal: Portal) {
  const { servers, replicas }: ConnectionsReport = (
    await portal.get('/connections').expect(200)
  ).body;
  expect(servers).toHaveLength(1);
  return {
    ...servers[0],
    alive: replicas.filter(({ alive }) => alive).length,
  };
}

describeSetUps([
  {
    folder: 'replicas',
    prepare: async use =>
      onOneServer(use(await PostgresTruth.start()), 'postgres'),
    async expectAlso(running, use) {
      const { portal } = running;
      const replica = await startAnother(running, use, pluginIds);
      await portal.eventually(async () => {
        expect(await serverOf(portal)).toMatchObject({
          alive: 2,
          budget: {
            max: 2 * 3 * 10,
            byPlugin: [{ replicas: 2 }, { replicas: 2 }, { replicas: 2 }],
          },
        });
      });
      replica.kill('SIGKILL');
      await portal.eventually(async () => {
        expect(await serverOf(portal)).toMatchObject({
          alive: 1,
          budget: { max: 3 * 10 },
        });
      }, 120_000);
    },
  },
  {
    folder: 'two-backends',
    prepare: async use =>
      onOneServer(use(await PostgresTruth.start()), 'postgres'),
    async expectAlso(running, use) {
      const { portal } = running;
      await startAnother(running, use, ['scaffolder']);
      await portal.eventually(async () => {
        const { checks } = await portal.detail('scaffolder');
        expect(checks.filter(({ status }) => status === 'unknown')).toEqual([]);
        const { databases } = await portal.overview();
        expect(
          databases
            .map(({ id, status, migrations }) => [
              id,
              status,
              migrations?.state,
            ])
            .sort(),
        ).toEqual([
          ['catalog', 'ok', 'up-to-date'],
          ['database-health', 'ok', 'up-to-date'],
          ['scaffolder', 'ok', 'up-to-date'],
          ['search', 'ok', 'empty'],
        ]);
        // Our own plugin is in both backends.
        expect((await serverOf(portal)).budget).toMatchObject({
          max: (3 + 2) * 10,
        });
      }, 120_000);
    },
  },
]);
