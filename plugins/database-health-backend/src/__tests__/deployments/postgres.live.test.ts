import { availableMajors, type PostgresMajor } from 'postgres-server';
import {
  describeSetUps,
  type SetUp,
} from '../../__testUtils__/setUps/describeSetUps';
import {
  addStranger,
  databasesOf,
  onOneServer,
  schemasOf,
  variablesOf,
} from '../../__testUtils__/setUps/postgresRows';
import { PostgresTruth } from '../../__testUtils__/setUps/postgresTruth';
import { sqliteTruth } from '../../__testUtils__/setUps/sqliteTruth';

// What was refused is asked once more at once; routes.live.test.ts holds the limit.
jest.mock('../../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const onEachMajor = (setUpOn: (major: PostgresMajor) => SetUp): SetUp[] =>
  availableMajors.map(major => ({
    ...setUpOn(major),
    on: `on PostgreSQL ${major}`,
  }));

const start = PostgresTruth.start;

/** Ways in which Backstage's documentation has admins configure PostgreSQL. */
describeSetUps([
  ...onEachMajor(major => ({
    folder: 'postgres',
    prepare: async use => onOneServer(use(await start({ major })), 'postgres'),
  })),
  {
    folder: 'postgres-url',
    async prepare(use) {
      const server = use(await start());
      const prepared = await onOneServer(server, 'postgres');
      const { POSTGRES_HOST, POSTGRES_PORT, POSTGRES_USER, POSTGRES_PASSWORD } =
        variablesOf(server);
      const userInfo = `${POSTGRES_USER}:${encodeURIComponent(
        POSTGRES_PASSWORD,
      )}`;
      return {
        ...prepared,
        env: {
          DATABASE_URL: `postgresql://${userInfo}@${POSTGRES_HOST}:${POSTGRES_PORT}/postgres?sslmode=disable&connect_timeout=30`,
        },
      };
    },
  },
  ...onEachMajor(major => ({
    folder: 'postgres-schemas',
    async prepare(use) {
      const server = use(await start({ major }));
      const prepared = await onOneServer(server, 'postgres-schemas');
      await server.run('create schema stranger', 'backstage');
      return {
        ...prepared,
        places: schemasOf(server, 'backstage'),
        strangers: ['billing', 'backstage.stranger'],
      };
    },
  })),
  {
    folder: 'postgres-schemas-prefix',
    async prepare(use) {
      const server = use(await start());
      const prepared = await onOneServer(server, 'postgres-schemas');
      for (const schema of ['catalog', 'dev_removed', 'dev_test_catalog']) {
        await server.run(
          `create schema ${schema};
           create table ${schema}.knex_migrations (id int primary key);
           create table ${schema}.knex_migrations_lock (index int)`,
          'backstage',
        );
      }
      return {
        ...prepared,
        places: schemasOf(server, 'backstage', 'dev_'),
        strangers: [
          'billing',
          'backstage.catalog',
          'backstage.dev_removed',
          'backstage.dev_test_catalog',
        ],
        orphans: ['dev_removed'],
      };
    },
    async expectAlso({ portal }) {
      const { findings } = await portal.overview();
      // Of the other schemas some are another deployment's.
      expect(findings).toMatchObject([
        {
          object: 'dev_removed',
          message: expect.stringContaining('holds at least 8.0 KiB'),
          remedy: { sql: 'drop schema "dev_removed" cascade;' },
        },
      ]);
    },
  },
  {
    folder: 'postgres-prefix',
    async prepare(use) {
      const server = use(await start());
      const prepared = await onOneServer(server, 'postgres');
      for (const name of ['backstage_plugin_catalog', 'dev_removed']) {
        await addStranger(server, name);
      }
      return {
        ...prepared,
        places: databasesOf(server, { prefix: 'dev_' }),
        strangers: ['billing', 'backstage_plugin_catalog', 'dev_removed'],
        orphans: ['dev_removed'],
      };
    },
  },
  {
    folder: 'postgres-several-servers',
    async prepare(use) {
      const common = use(await start());
      const ofCatalog = use(await start({ major: availableMajors[0] }));
      const ofSearch = use(await start());
      const prepared = await onOneServer(common, 'postgres');
      const env = {
        ...prepared.env,
        CATALOG_HOST: ofCatalog.server.host,
        CATALOG_PORT: String(ofCatalog.server.port),
        CATALOG_USER: 'catalog',
        CATALOG_PASSWORD: 'S3cret-of-catalog',
        SEARCH_URL: `postgresql://search:S3cret-of-search@${ofSearch.server.host}:${ofSearch.server.port}/the%20search`,
      };
      await ofCatalog.run(
        `create role catalog login password '${env.CATALOG_PASSWORD}'`,
      );
      await ofCatalog.run('create database catalog owner catalog');
      await ofSearch.run(
        `create role search login password 'S3cret-of-search'`,
      );
      await ofSearch.run('create database "the search" owner search');
      await addStranger(ofSearch, 'reports');
      return {
        ...prepared,
        env,
        secrets: [
          ...prepared.secrets,
          env.CATALOG_PASSWORD,
          'S3cret-of-search',
        ],
        places: {
          ...databasesOf(common),
          catalog: { engine: 'postgres', name: 'catalog', server: ofCatalog },
          search: { engine: 'postgres', name: 'the search', server: ofSearch },
        },
        strangers: ['billing', 'reports'],
      };
    },
  },
  {
    folder: 'postgres-and-sqlite',
    async prepare(use) {
      const server = use(await start());
      return onOneServer(server, 'postgres', {
        places: {
          ...databasesOf(server),
          search: {
            engine: 'sqlite',
            name: ':memory:',
            server: sqliteTruth(),
          },
        },
      });
    },
  },
  {
    folder: 'postgres-pools',
    async prepare(use) {
      const server = use(await start());
      const places = databasesOf(server);
      return onOneServer(server, 'postgres', {
        places: {
          'database-health': { ...places['database-health'], poolMax: 4 },
          search: { ...places.search, poolMax: 4 },
          catalog: { ...places.catalog, poolMax: 8 },
        },
      });
    },
  },
  ...onEachMajor(major => ({
    folder: 'postgres-least-privilege',
    prepare: async use =>
      onOneServer(use(await start({ major })), 'postgres-least-privilege'),
  })),
  {
    folder: 'postgres-role',
    async prepare(use) {
      const server = use(await start());
      const env = { ...variablesOf(server), POSTGRES_OWNER: 'portal_owner' };
      await server.apply('postgres-role', env);
      return {
        env,
        secrets: [env.POSTGRES_PASSWORD],
        places: databasesOf(server),
      };
    },
  },
]);
