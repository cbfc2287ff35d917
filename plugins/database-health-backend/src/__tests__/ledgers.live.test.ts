import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type {
  Ledger,
  Migrations,
} from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { Portal, startPortal } from '../__testUtils__/portal';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const migration = `
  exports.up = async knex => { await knex.raw('select 1'); };
  exports.down = async () => {};`;

/** The plugin `warehouse` of a portal, with every kind of ledger that there is. */
describe('ledgers of a portal', () => {
  const startedAs = process.argv[1];
  let root: string;
  let server: PostgresServer;
  let portal: Portal;
  let warehouse: Knex;

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'database-health-')));
    await writePackage('backend', {
      dependencies: { '@acme/elsewhere': '*' },
    });
    await writePackage('backend/node_modules/@acme/elsewhere', {
      name: '@acme/elsewhere',
      backstage: { role: 'backend-plugin-module', pluginId: 'warehouse' },
    });
    await writeMigrations('backend/node_modules/@acme/elsewhere/migrations', [
      '1_elsewhere.js',
      '2_elsewhere.js',
    ]);
    process.argv[1] = join(root, 'backend/index.js');

    server = await startPostgres();
    portal = await startPortal({
      database: {
        client: 'pg',
        connection: { ...server.connection(), database: undefined },
      },
      features: [
        createBackendPlugin({
          pluginId: 'warehouse',
          register(env) {
            env.registerInit({
              deps: { database: coreServices.database },
              async init({ database }) {
                warehouse = await database.getClient();
                await migrate();
              },
            });
          },
        }),
      ],
    });
    await portal.survey();
  });

  afterAll(async () => {
    process.argv[1] = startedAs;
    await portal?.stop();
    await server?.dispose();
    await rm(root, { recursive: true });
  });

  async function writePackage(path: string, content: object) {
    await mkdir(join(root, path), { recursive: true });
    await writeFile(
      join(root, path, 'package.json'),
      JSON.stringify({ name: path, ...content }),
    );
  }

  async function writeMigrations(path: string, names: readonly string[]) {
    await mkdir(join(root, path), { recursive: true });
    for (const name of names) {
      await writeFile(join(root, path, name), migration);
    }
    return join(root, path);
  }

  async function packageWith(name: string, ...names: string[]) {
    await writePackage(name, { name });
    return writeMigrations(`${name}/db/changes`, names);
  }

  async function migrate() {
    await warehouse.migrate.latest({
      directory: await packageWith('@acme/custom', '1_a.js'),
      tableName: 'Custom "table"',
    });
    await warehouse.raw('create schema "of its own"');
    await warehouse.migrate.latest({
      directory: await packageWith('@acme/schema', '1_b.js'),
      schemaName: 'of its own',
    });
    await warehouse.migrate.latest({
      tableName: 'in_code',
      migrationSource: {
        getMigrations: async () => ['made in code'],
        getMigrationName: (name: string) => name,
        getMigration: async () => ({
          up: async () => {},
          down: async () => {},
        }),
      },
    });
    await warehouse.migrate.latest({
      directory: await packageWith(
        '@acme/extensions',
        '1_c.js',
        '2_c.cjs',
        '3_c.sql',
      ),
      tableName: 'extensions',
      loadExtensions: ['.cjs'],
    });
    // The known mistake of packages that both leave the table as it is.
    const share = async (name: string, file: string) =>
      warehouse.migrate.latest({
        directory: await packageWith(name, file),
        tableName: 'shared',
      });
    await share('@acme/one', '1_one.js');
    await expect(share('@acme/other', '2_other.js')).rejects.toThrow('corrupt');
    await makeLedger('found', ['1_elsewhere.js']);
    await makeLedger('nobodys', ['1_nobody.js']);
  }

  /** As a process that is not this one would. */
  async function makeLedger(table: string, names: readonly string[]) {
    await warehouse.raw(
      `create table ${table} (id serial primary key, name text, batch int, migration_time timestamptz);
       create table ${table}_lock (index serial primary key, is_locked int);
       insert into ${table}_lock (is_locked) values (0)`,
    );
    for (const name of names) {
      await warehouse(table).insert({ name, batch: 1 });
    }
  }

  async function ledgers(): Promise<Map<string, Ledger>> {
    const { body } = await portal.get('/migrations').expect(200);
    return new Map(
      (body as Migrations).ledgers
        .filter(({ databaseId }) => databaseId === 'warehouse')
        .map(each => [
          [each.schema, each.table].filter(Boolean).join('.'),
          each,
        ]),
    );
  }

  const of = (name: string) => ({
    package: name,
    directory: join(root, name, 'db/changes'),
  });

  it('are all there, each once', async () => {
    expect([...(await ledgers()).keys()].sort()).toEqual([
      'Custom "table"',
      'extensions',
      'found',
      'in_code',
      'nobodys',
      'of its own.knex_migrations',
      'shared',
    ]);
  });

  it('have the package of a custom table, and of a custom schema', async () => {
    const seen = await ledgers();
    expect(seen.get('Custom "table"')).toMatchObject({
      state: 'up-to-date',
      source: of('@acme/custom'),
    });
    expect(seen.get('of its own.knex_migrations')).toMatchObject({
      state: 'up-to-date',
      source: of('@acme/schema'),
      applied: [{ name: '1_b.js' }],
    });
  });

  it('may be made in code', async () => {
    expect((await ledgers()).get('in_code')).toMatchObject({
      state: 'up-to-date',
      source: { package: null, directory: null },
      applied: [{ name: 'made in code' }],
    });
  });

  it('have the files that the plugin loads, and no others', async () => {
    expect((await ledgers()).get('extensions')).toMatchObject({
      state: 'up-to-date',
      applied: [{ name: '2_c.cjs' }],
      pending: [],
    });
  });

  it('name both packages that share one, and the finding does', async () => {
    expect((await ledgers()).get('shared')).toMatchObject({
      state: 'failed',
      source: of('@acme/other'),
      otherSources: [of('@acme/one')],
      applied: [{ name: '1_one.js' }],
      pending: ['2_other.js'],
      missing: [],
    });
    const { findings } = await portal.check('warehouse', 'migrations-failed');
    expect(findings).toMatchObject([
      {
        object: 'shared',
        message: expect.stringContaining(
          'It is shared by @acme/other and @acme/one',
        ),
      },
    ]);
  });

  it('belong to an installed package, or to nobody', async () => {
    const seen = await ledgers();
    expect(seen.get('found')).toMatchObject({
      state: 'pending',
      source: {
        package: '@acme/elsewhere',
        directory: join(
          root,
          'backend/node_modules/@acme/elsewhere/migrations',
        ),
      },
      pending: ['2_elsewhere.js'],
    });
    expect(seen.get('nobodys')).toMatchObject({
      state: 'source-unknown',
      source: null,
    });
    const { findings } = await portal.check(
      'warehouse',
      'migrations-untracked',
    );
    expect(findings.map(({ object }) => object)).toContain('nobodys');
    expect(findings.map(({ object }) => object)).not.toContain('found');
  });

  it('are unknown, and why, while another session locks one exclusively', async () => {
    const { database } = warehouse.client.config.connection;
    const other = new Client(server.connection(database));
    await other.connect();
    await other.query('begin');
    await other.query('lock extensions in access exclusive mode');
    await portal.survey();
    const seen = await ledgers();
    expect(seen.get('extensions')).toMatchObject({
      state: 'unreadable',
      unreadable: 'Another session holds a lock on it.',
    });
    expect(seen.get('in_code')).toMatchObject({ state: 'up-to-date' });
    expect(await portal.check('warehouse', 'migrations-missing')).toMatchObject(
      {
        status: 'unknown',
        reason: 'extensions was not read. Another session holds a lock on it.',
      },
    );
    await other.query('rollback');
    await other.end();
    await portal.survey();
    expect((await portal.check('warehouse', 'migrations-missing')).status).toBe(
      'ok',
    );
  });
});
