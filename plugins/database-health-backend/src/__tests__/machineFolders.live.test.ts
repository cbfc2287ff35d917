import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import knexFactory from 'knex';
import {
  inventoryMigrations,
  Portal,
  startPortal,
} from '../__testUtils__/portal';
import { readingPaths } from '../__testUtils__/readingPaths';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const routes = [
  ...readingPaths('inventory'),
  '/databases/database-health',
  '/databases/inventory/history?metric=size&object=t0',
];

describe('folders of the machine', () => {
  let folder: string;
  let portal: Portal;
  let details: boolean;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'database-health-'));
    const { factory } = mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(({ permission }) => ({
          result:
            details || permission.name === 'databaseHealth.read'
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        })),
    });
    details = true;
    portal = await startPortal({
      database: {
        client: 'better-sqlite3',
        connection: { directory: folder },
      },
      features: [factory],
    });
    await portal
      .inventory('knex_migrations')
      .insert({ name: '20250401000000_gone.js', batch: 2 });
    await seeAnOlderVersion();
    // What the first survey says of versions, the second one compares with.
    await portal.survey();
    await portal.survey();
  });

  afterAll(async () => {
    await portal?.stop();
    await rm(folder, { recursive: true });
  });

  /** One that brought the first migration of `inventory` only. */
  async function seeAnOlderVersion() {
    const store = knexFactory({
      client: 'better-sqlite3',
      connection: join(folder, 'database-health.sqlite'),
      useNullAsDefault: true,
    });
    const seen = new Date(Date.now() - 86_400_000);
    await store('backend_versions').insert({
      id: 'older',
      packages: '{}',
      first_seen_at: seen,
      last_seen_at: seen,
    });
    await store('version_ledgers').insert({
      version_id: 'older',
      database_id: 'inventory',
      ledger: 'knex_migrations',
      names: JSON.stringify(inventoryMigrations.slice(0, 1)),
    });
    await store.destroy();
  }

  it('are told to those who may see details', async () => {
    details = true;
    const { body } = await portal.get('/migrations').expect(200);
    const { commands } = body.rollback.ledgers[0];
    expect(commands[0]).toContain(portal.migrationsDirectory);
    const { findings } = await portal.check('inventory', 'migrations-missing');
    expect(findings[0].remedy.shell).toContain(portal.migrationsDirectory);
  });

  it('are replaced for all others in the lines to run, which remain', async () => {
    details = false;
    const { body } = await portal.get('/migrations').expect(200);
    const { commands } = body.rollback.ledgers[0];
    const { findings } = await portal.check('inventory', 'migrations-missing');
    for (const line of [...commands, findings[0].remedy.shell]) {
      expect(line).toMatch(
        /^npx knex migrate:down --migrations-directory='<folder of the package>\/database-health-\w+' --migrations-table-name=knex_migrations /,
      );
    }
  });

  it.each(routes)('are nowhere in the rest of %s', async path => {
    details = false;
    const { text, status } = await portal.get(path);
    expect(status).not.toBe(404);
    const body = text.replaceAll(/<folder of [^>]+>\//g, '');
    expect(body).toContain('"');
    expect(body).not.toContain(tmpdir());
    expect(body).not.toContain(join(__dirname, '../../..'));
  });
});
