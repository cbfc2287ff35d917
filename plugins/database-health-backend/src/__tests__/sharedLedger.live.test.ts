import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import createKnex, { type Knex } from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { type Portal, startPortal } from '../__testUtils__/portal';

const migrations = (table: string) => `
  exports.up = knex => knex.schema.createTable('${table}', t => t.integer('a'));
  exports.down = knex => knex.schema.dropTable('${table}');`;

/** How two plugins come into one database, and get their own. */
interface Setup {
  /** `backend.database` without the plugins. */
  base: JsonObject;
  shared: JsonObject;
  /** By the plugin that came second. */
  own: JsonObject;
  client: Knex.Config;
}

describe('Many plugins in one database without schemas', () => {
  const ids = ['billing', 'carts', 'depots', 'fleets'];
  let server: PostgresServer;
  let folder: string;
  let portal: Portal | undefined;

  beforeAll(async () => {
    server = await startPostgres({ major: 14 });
    const admin = createKnex({ client: 'pg', connection: server.connection() });
    await admin.raw('create database one');
    await admin.destroy();
    folder = await mkdtemp(join(tmpdir(), 'many-'));
    for (const id of ids) {
      await mkdir(join(folder, id));
      await writeFile(join(folder, id, `1_${id}.js`), migrations(id));
      // Each has one of this name, as plugins have.
      await writeFile(join(folder, id, '2_users.js'), migrations('users'));
    }
  });
  afterAll(async () => {
    await portal?.stop();
    await server?.dispose();
    await rm(folder, { recursive: true });
  });

  it('are one finding, and no line of any deletes or undoes', async () => {
    const { host, port, user, password } = server.connection();
    const many: Portal = await startPortal({
      database: {
        client: 'pg',
        connection: {
          connectionString: `postgresql://${user}:${password}@${host}:${port}/one`,
        },
      },
      backend: {
        startup: {
          plugins: { inventory: { onPluginBootFailure: 'continue' } },
        },
      },
      features: ids.map(id =>
        createBackendPlugin({
          pluginId: id,
          register(env) {
            env.registerInit({
              deps: { database: coreServices.database },
              async init({ database }) {
                const client = await database.getClient();
                await client.migrate
                  .latest({ directory: join(folder, id) })
                  .catch(() => undefined);
              },
            });
          },
        }),
      ),
    });
    portal = many;
    await many.survey();
    await many.eventually(async () => {
      const { findings } = await many.overview();
      const told = findings.filter(({ severity }) => severity === 'critical');
      expect(told).toEqual([
        expect.objectContaining({
          checkId: 'migrations-shared',
          message: expect.stringMatching(
            /^[56] plugins share the database one and its ledger knex_migrations, /,
          ),
          remedy: {
            text: expect.stringContaining(
              '`backend.database.pluginDivisionMode: schema`',
            ),
          },
        }),
      ]);
      for (const { remedy } of findings) {
        expect(remedy.sql ?? '').not.toMatch(/delete|drop/i);
        expect(remedy.shell ?? '').not.toMatch(/down|rollback/);
      }
    });
  });
});

describe.each(['PostgreSQL', 'SQLite'])(
  'Two plugins in one database of %s',
  engine => {
    let folder: string;
    let files: string;
    let server: PostgresServer | undefined;
    let setup: Setup;
    let portal: Portal | undefined;
    let direct: Knex;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'shared-'));
      files = await mkdtemp(join(tmpdir(), 'warehouse-'));
      await writeFile(join(files, '1_pallets.js'), migrations('pallets'));
      await writeFile(join(files, '2_trucks.js'), migrations('trucks'));
      if (engine === 'SQLite') {
        const filename = join(folder, 'portal.sqlite');
        setup = {
          base: { client: 'better-sqlite3', connection: { directory: folder } },
          shared: { connection: { filename: 'portal.sqlite' } },
          own: {},
          client: {
            client: 'better-sqlite3',
            connection: { filename },
            useNullAsDefault: true,
          },
        };
      } else {
        server = await startPostgres({ major: 18 });
        const { database: _, ...connection } = server.connection();
        setup = {
          base: { client: 'pg', connection },
          shared: { connection: { database: 'portal' } },
          own: {},
          client: { client: 'pg', connection: server.connection('portal') },
        };
      }
      direct = createKnex(setup.client);
    });
    afterEach(async () => {
      await portal?.stop();
      portal = undefined;
    });
    afterAll(async () => {
      await direct?.destroy();
      await server?.dispose();
      await rm(folder, { recursive: true });
      await rm(files, { recursive: true });
    });

    /** `inventory` starts first; `warehouse` in the same database or its own. */
    async function start(warehouse: JsonObject): Promise<Portal> {
      portal = await startPortal({
        database: {
          ...setup.base,
          plugin: { inventory: setup.shared, warehouse },
        },
        features: [
          createBackendPlugin({
            pluginId: 'warehouse',
            register(env) {
              env.registerInit({
                deps: { database: coreServices.database },
                async init({ database }) {
                  const client = await database.getClient();
                  // Which of the two comes first is to be the same each time.
                  while (!(await client.schema.hasTable('tasks'))) {
                    if (warehouse !== setup.shared) {
                      break;
                    }
                    await new Promise(resolve => setTimeout(resolve, 50));
                  }
                  // As with `onPluginBootFailure: continue`.
                  await client.migrate
                    .latest({ directory: files })
                    .catch(() => undefined);
                },
              });
            },
          }),
        ],
      });
      return portal;
    }

    it('are one finding that names both, and no line touches a row of either', async () => {
      const both = await start(setup.shared);
      await direct('t0').insert({});
      const rowsBefore = await direct('knex_migrations').pluck('name');
      await both.eventually(async () => {
        const { findings, databases } = await both.overview();
        const ofLedgers = findings.filter(({ checkId }) =>
          checkId.startsWith('migrations-'),
        );
        expect(ofLedgers.filter(({ severity }) => severity !== 'info')).toEqual(
          [
            expect.objectContaining({
              checkId: 'migrations-shared',
              databaseId: 'inventory',
              severity: 'critical',
              message: expect.stringMatching(
                /^2 plugins share the (database|file) portal\S* and its ledger knex_migrations, inventory and warehouse:/,
              ),
            }),
          ],
        );
        for (const { remedy } of ofLedgers) {
          expect(remedy.sql).toBeUndefined();
          expect(remedy.shell).toBeUndefined();
        }
        expect(databases.find(({ id }) => id === 'warehouse')!.status).not.toBe(
          'ok',
        );
      });
      expect(await direct('knex_migrations').pluck('name')).toEqual(rowsBefore);
    });

    it('are well when each has its own, and nothing is lost', async () => {
      const rowsBefore = await direct('knex_migrations').pluck('name');
      const apart = await start(setup.own);
      await apart.eventually(async () => {
        const { findings } = await apart.overview();
        expect(
          findings.filter(
            ({ checkId, severity }) =>
              checkId.startsWith('migrations-') && severity !== 'info',
          ),
        ).toEqual([]);
        const { ledgers } = await apart.detail('warehouse');
        expect(ledgers).toMatchObject([{ state: 'up-to-date' }]);
      });
      expect(await direct('knex_migrations').pluck('name')).toEqual(rowsBefore);
      expect(await direct('t0')).toHaveLength(1);
    });
  },
);
