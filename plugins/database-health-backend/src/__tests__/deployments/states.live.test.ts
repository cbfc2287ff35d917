import {
  createBackendFeatureLoader,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { databaseHealthExtensionPoint } from 'backstage-plugin-database-health-node';
import { inventoryMigrations, startPortal } from '../../__testUtils__/portal';
import {
  describeSetUps,
  pluginIds,
  readBackend,
} from '../../__testUtils__/setUps/describeSetUps';
import {
  addStranger,
  databasesOf,
  onOneServer,
} from '../../__testUtils__/setUps/postgresRows';
import { PostgresTruth } from '../../__testUtils__/setUps/postgresTruth';

// What was refused is asked once more at once; routes.live.test.ts holds the limit.
jest.mock('../../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

/** Says which files belong to a ledger that its plugin does not run. */
const catalogFiles = createBackendModule({
  pluginId: 'database-health',
  moduleId: 'catalog-files',
  register(env) {
    env.registerInit({
      deps: { health: databaseHealthExtensionPoint },
      async init({ health }) {
        health.addMigrationSources({
          pluginId: 'catalog',
          table: 'knex_migrations',
          package: '@acme/catalog',
          getNames: async () => inventoryMigrations,
        });
      },
    });
  },
});

/** What becomes of plugins and their databases. */
describeSetUps([
  {
    folder: 'kubernetes',
    async prepare(use) {
      const server = use(await PostgresTruth.start());
      const prepared = await onOneServer(server, 'postgres');
      return {
        ...prepared,
        places: Object.fromEntries(
          Object.entries(prepared.places).map(([id, place]) => [
            id,
            { ...place, poolMax: 2 },
          ]),
        ),
      };
    },
  },
  {
    folder: 'removed-plugin',
    async prepare(use) {
      const server = use(await PostgresTruth.start());
      const prepared = await onOneServer(server, 'postgres');
      await addStranger(server, 'backstage_plugin_removed');
      return {
        ...prepared,
        strangers: ['billing', 'backstage_plugin_removed'],
        orphans: ['backstage_plugin_removed'],
      };
    },
    async expectAlso({ portal }) {
      const { status, findings } = await portal.overview();
      expect(status).toBe('ok');
      expect(findings).toMatchObject([
        {
          checkId: 'orphan',
          severity: 'info',
          message: expect.stringMatching(/holds [\d.]+ MiB/),
          remedy: { sql: 'drop database "backstage_plugin_removed";' },
        },
      ]);
    },
  },
  {
    folder: 'skip-migrations',
    async prepare(use) {
      const server = use(await PostgresTruth.start());
      const prepared = await onOneServer(server, 'postgres');
      // Who runs the migrations in its place: the same portal, without the key.
      const { database } = await readBackend('postgres', prepared);
      const portal = await startPortal({ pluginIds, database });
      await portal.stop();
      return {
        ...prepared,
        // The test backend would put a stub in the place of the plugin of a module.
        features: [
          createBackendFeatureLoader({ loader: () => [catalogFiles] }),
        ],
      };
    },
    async expectAlso({ portal }) {
      const ledger = () => portal.inventory('knex_migrations');
      await ledger().where({ name: inventoryMigrations[1] }).delete();
      await portal.survey();
      expect(await portal.check('catalog', 'migrations-pending')).toMatchObject(
        {
          status: 'info',
          findings: [
            {
              message: expect.stringContaining('skipMigrations is configured'),
            },
          ],
        },
      );
      await ledger().insert({ name: '2099_next.js', batch: 2 });
      await portal.survey();
      const { findings } = await portal.overview();
      expect(
        findings.filter(({ severity }) => severity !== 'info'),
      ).toMatchObject([
        {
          checkId: 'migrations-diverged',
          severity: 'warning',
          message: expect.stringContaining('but no start of the plugin'),
        },
      ]);
    },
  },
  {
    folder: 'missing-database',
    async prepare(use) {
      const server = use(await PostgresTruth.start());
      const prepared = await onOneServer(server, 'postgres-least-privilege');
      await server.run('drop database backstage_plugin_catalog');
      const { catalog, ...others } = databasesOf(server);
      return {
        ...prepared,
        places: { ...others, catalog: { ...catalog, missing: true } },
        troubles: ['pool-create-failures', 'reachable'],
      };
    },
    async expectAlso({ portal }) {
      const { findings } = await portal.check('catalog', 'reachable');
      expect(findings).toMatchObject([
        {
          severity: 'critical',
          message: 'The database does not exist on the server.',
          remedy: { text: expect.stringContaining('create an empty one') },
        },
      ]);
    },
  },
]);
