import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createDatabaseObservations } from '../plugins/database-health-backend/src/observation/registry';
import {
  InstalledPackages,
  LedgerOwners,
} from '../plugins/database-health-backend/src/ledgers';
import { folderReads } from './folderReads';
import { makeFolders, openPlugin, readLedgers } from './ledgers';
import type { Result } from './result';

/** Times that a process may read one folder, however often it surveys. */
const targetReadsPerFolder = 1;

const surveys = 5;

const packageFolder = (name: string) =>
  dirname(require.resolve(`${name}/package.json`));

/**
 * Counts how often one process reads each folder of migrations. Two plugins run a
 * folder of their own and those that Backstage brings for all; a third has ledgers
 * that nobody ran here, so their files are looked for in every package of this
 * repository's backend. What Knex reads to migrate comes before and does not count.
 */
export async function countReads(): Promise<Result> {
  const observations = createDatabaseObservations();
  const shared = ['auth', 'scheduler'].map(each =>
    join(packageFolder('@backstage/backend-defaults'), 'migrations', each),
  );
  const catalog = join(
    packageFolder('@backstage/plugin-catalog-backend'),
    'migrations',
  );
  const open = (pluginId: string, before: string[], here: string[]) =>
    openPlugin(
      observations,
      {
        client: 'better-sqlite3',
        connection: ':memory:',
        pool: { min: 1, max: 1 },
      },
      {
        pluginId,
        configured: { engine: 'sqlite', name: pluginId, address: pluginId },
        before,
        here,
      },
    );
  const plugins = [
    await open('catalog', [], [catalog, ...shared]),
    await open('own', [], [...makeFolders(1), ...shared]),
    await open('elsewhere', [catalog, ...shared], []),
  ];
  const owners = new LedgerOwners(
    new InstalledPackages(packageFolder('backend'), observations.listFolder),
    [],
  );

  folderReads.beginAnew();
  for (let survey = 0; survey < surveys; survey += 1) {
    for (const { observation } of plugins) {
      const ledgers = await owners.assign(
        observation,
        await readLedgers(observation),
      );
      if (ledgers.some(({ source }) => source === null)) {
        throw new Error(`A ledger of ${observation.pluginId} has no owner`);
      }
    }
  }
  const reads = folderReads.byFolder();
  await Promise.all(plugins.map(({ client }) => client.destroy()));

  // Most packages have no migrations; that they have none is seen once, too.
  const counts = [...reads].flatMap(([folder, count]) =>
    existsSync(folder) ? [count] : [],
  );
  const most = Math.max(...counts);
  return {
    name: `migrations, ${surveys} surveys of ${plugins.length} databases: reads of folders`,
    baseline: `${counts.length} folders`,
    measured: `${counts.reduce((sum, count) => sum + count, 0)} reads`,
    ratio: most,
    target: `≤ ${targetReadsPerFolder} of each folder`,
    met: most <= targetReadsPerFolder,
  };
}
