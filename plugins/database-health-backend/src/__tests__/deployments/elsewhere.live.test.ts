import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { available } from 'mariadb-server';
import {
  describeSetUps,
  pluginIds,
} from '../../__testUtils__/setUps/describeSetUps';
import { MariadbTruth } from '../../__testUtils__/setUps/mariadbTruth';
import { sqliteTruth } from '../../__testUtils__/setUps/sqliteTruth';
import type { Place } from '../../__testUtils__/setUps/truth';

// What was refused is asked once more at once; routes.live.test.ts holds the limit.
jest.mock('../../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const placesOf = (placeOf: (id: string) => Place) =>
  Object.fromEntries(
    ['database-health', ...pluginIds].map(id => [id, placeOf(id)]),
  );

const memory = sqliteTruth();

/** Engines other than PostgreSQL. */
describeSetUps([
  {
    folder: 'sqlite-memory',
    prepare: async () => ({
      env: {},
      secrets: [],
      places: placesOf(() => ({
        engine: 'sqlite',
        name: ':memory:',
        server: memory,
      })),
    }),
  },
  {
    folder: 'sqlite-files',
    async prepare(use) {
      const directory = await mkdtemp(join(tmpdir(), 'sqlite-'));
      use({ dispose: () => rm(directory, { recursive: true }) });
      const server = sqliteTruth(directory);
      return {
        env: { SQLITE_DIRECTORY: directory },
        secrets: [],
        places: placesOf(id => ({
          engine: 'sqlite',
          name: `${id}.sqlite`,
          server,
        })),
      };
    },
  },
  {
    folder: 'mariadb',
    available,
    async prepare(use) {
      const server = use(await MariadbTruth.start());
      const env = {
        MYSQL_HOST: server.server.host,
        MYSQL_PORT: String(server.server.port),
        MYSQL_USER: 'backstage',
        MYSQL_PASSWORD: 'S3cret-of-the portal/+é',
      };
      await server.apply('mariadb', env);
      await server.run('create database billing');
      return {
        env,
        secrets: [env.MYSQL_PASSWORD],
        places: placesOf(id => ({
          engine: 'mysql',
          name: `backstage_plugin_${id}`,
          server,
        })),
        strangers: ['billing'],
      };
    },
  },
]);
