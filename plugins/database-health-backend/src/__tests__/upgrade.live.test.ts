import { exec } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { overridePackagePathResolution } from '@backstage/backend-plugin-api/testUtils';
import catalog from '@backstage/plugin-catalog-backend';
import type {
  Migrations,
  Rollback,
} from 'backstage-plugin-database-health-common';
import olderCatalog from 'plugin-catalog-backend-3';
import { startPostgres } from 'postgres-server';
import type { PostgresServer } from 'postgres-server';
import { Portal, startPortal } from '../__testUtils__/portal';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

/** What version 4 of the catalog added to the migrations of version 3.9. */
const addedMigrations = [
  '20260904000000_fix_search_entity_id_ndistinct.js',
  '20260912000000_refresh_state_maintenance.js',
];

/** Those of both versions whose files differ. */
const changedMigrations = [
  '20260403000000_add_location_entity_ref.js',
  '20260510000000_search_indices_and_dedup.js',
];

const own = `exports.up = async () => {};
exports.down = async () => {};
`;

const folderOf = (name: string) =>
  dirname(require.resolve(`${name}/package.json`));
const newer = folderOf('@backstage/plugin-catalog-backend');
const older = folderOf('plugin-catalog-backend-3');

describe('an older catalog on the database of a newer one', () => {
  const startedAs = process.argv[1];
  let root: string;
  let server: PostgresServer;
  let portal: Portal;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'database-health-'));
    server = await startPostgres({ major: 18 });
    await writeOwn({ '1_edited.js': own, '2_checked-out.js': own });
  });

  afterAll(async () => {
    process.argv[1] = startedAs;
    await portal?.stop();
    await server?.dispose();
    await rm(root, { recursive: true });
  });

  /** A plugin of the portal's own, whose migrations anybody may edit. */
  const warehouse = createBackendPlugin({
    pluginId: 'warehouse',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          const client = await database.getClient();
          await client.migrate.latest({ directory: join(root, 'warehouse') });
        },
      });
    },
  });

  async function writeOwn(files: Readonly<Record<string, string>>) {
    await mkdir(join(root, 'warehouse'), { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(root, 'warehouse', name), content);
    }
  }

  /** Starts a backend package that has this catalog as its dependency. */
  async function start(version: 'newer' | 'older') {
    const backend = join(root, version);
    const scope = join(backend, 'node_modules/@backstage');
    await mkdir(scope, { recursive: true });
    await writeFile(
      join(backend, 'package.json'),
      JSON.stringify({
        name: 'backend',
        dependencies: { '@backstage/plugin-catalog-backend': '*' },
      }),
    );
    await symlink(
      version === 'newer' ? newer : older,
      join(scope, 'plugin-catalog-backend'),
    ).catch(() => {});
    process.argv[1] = join(backend, 'index.js');
    const override = overridePackagePathResolution({
      packageName: '@backstage/plugin-catalog-backend',
      path: version === 'newer' ? newer : older,
    });
    try {
      portal = await startPortal({
        database: {
          client: 'pg',
          connection: { ...server.connection(), database: undefined },
        },
        backend: {
          startup: {
            plugins: { catalog: { onPluginBootFailure: 'continue' } },
          },
        },
        features: [version === 'newer' ? catalog : olderCatalog, warehouse],
      });
    } finally {
      override.restore();
    }
    await portal.survey();
  }

  async function migrations(query = ''): Promise<Migrations> {
    return (await portal.get(`/migrations${query}`).expect(200)).body;
  }

  async function catalogLedger() {
    const { ledgers } = await migrations();
    return ledgers.find(
      ({ databaseId, table }) =>
        databaseId === 'catalog' && table === 'knex_migrations',
    )!;
  }

  const unsafe = {
    databaseId: 'catalog',
    table: 'knex_migrations',
    safe: false,
    missing: [...addedMigrations].reverse(),
  };

  it('is known to be refused before it is started', async () => {
    await start('newer');
    expect(await catalogLedger()).toMatchObject({
      state: 'up-to-date',
      source: { package: '@backstage/plugin-catalog-backend' },
    });
    const folder = encodeURIComponent(join(older, 'migrations'));
    const { rollback } = await migrations(
      `?directory=${folder}&databaseId=catalog`,
    );
    expect(rollback.safe).toBe(false);
    expect(rollback.ledgers).toContainEqual(expect.objectContaining(unsafe));
    await portal.stop();
  });

  it('is seen to be refused when it is started', async () => {
    await start('older');
    expect(await catalogLedger()).toMatchObject({
      state: 'missing-files',
      missing: addedMigrations,
      lastRun: {
        outcome: 'failed',
        error: expect.stringContaining(addedMigrations[0]),
      },
    });
    expect(await portal.check('catalog', 'migrations-missing')).toMatchObject({
      status: 'critical',
      findings: [{ evidence: { observed: 2 } }],
    });
    await portal.stop();
  });

  it('is remembered by the newer one, which offers the lines that make it safe', async () => {
    await start('newer');
    let { rollback } = await migrations();
    // Versions are read anew once a round of surveys has ended.
    await portal.eventually(async () => {
      ({ rollback } = await migrations());
      expect(rollback).toMatchObject({
        safe: false,
        target: { versionId: expect.any(String) },
        versions: [
          { current: true, changes: [] },
          {
            current: false,
            changes: [
              {
                package: '@backstage/plugin-catalog-backend',
                version: '3.9.1',
                now: '4.0.0',
              },
            ],
          },
        ],
      });
    });
    const ledger = rollback.ledgers.find(
      ({ databaseId, safe }) => databaseId === 'catalog' && !safe,
    )!;
    expect(ledger).toMatchObject(unsafe);

    await run(ledger);
    await portal.survey();
    ({ rollback } = await migrations());
    expect(rollback).toMatchObject({ safe: true, reasons: [] });
    await portal.stop();

    await writeOwn({
      '1_edited.js': `${own}// Edited.`,
      '2_checked-out.js': own.replaceAll('\n', '\r\n'),
    });
    await start('older');
    expect(await catalogLedger()).toMatchObject({
      state: 'up-to-date',
      lastRun: { outcome: 'succeeded' },
    });
  });

  it('finds the tables of Database Health as another start left them, whose files are known', async () => {
    const { findings } = await portal.check(
      'database-health',
      'migrations-untracked',
    );
    expect(findings).toEqual([]);
    const { ledgers } = await portal.detail('database-health');
    expect(ledgers).toMatchObject([
      {
        state: 'up-to-date',
        source: { package: 'backstage-plugin-database-health-backend' },
      },
    ]);
  });

  it('changed files with its version, which is worth knowing; an own file that changed is a warning', async () => {
    expect(await portal.check('catalog', 'migrations-changed')).toMatchObject({
      status: 'info',
      findings: [
        {
          severity: 'info',
          message: expect.stringContaining(changedMigrations.join(' and ')),
          evidence: { observed: changedMigrations.length },
          remedy: { text: expect.stringMatching(/^Nothing needs to be done/) },
        },
      ],
    });
    const { status, findings } = await portal.check(
      'warehouse',
      'migrations-changed',
    );
    expect({
      status,
      messages: findings.map(({ message }) => message),
    }).toEqual({
      status: 'warning',
      messages: [expect.stringMatching(/: 1_edited\.js\.$/)],
    });
  });

  /** Runs the lines as an admin would, where Knex is installed. */
  async function run({ commands }: Rollback['ledgers'][number]) {
    const knex = require.resolve('knex/bin/cli.js');
    for (const command of commands) {
      await promisify(exec)(
        command.replace('npx knex', `"${process.execPath}" "${knex}"`),
        {
          cwd: __dirname,
          env: {
            ...process.env,
            PGHOST: server.host,
            PGPORT: String(server.port),
            PGUSER: server.user,
            PGPASSWORD: server.password,
          },
        },
      );
    }
  }
});
