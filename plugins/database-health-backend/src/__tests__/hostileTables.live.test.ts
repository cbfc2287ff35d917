import { performance } from 'node:perf_hooks';
import type { Migrations } from 'backstage-plugin-database-health-common';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { connectionOf } from '../__testUtils__/deployments';
import { type Portal, startPortal } from '../__testUtils__/portal';
import { readingPaths } from '../__testUtils__/readingPaths';
import { superuserSession } from '../engines/__testUtils__/postgresSubjects';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/u;

/** All that reads, of a plugin database and of the whole. */
const routes = readingPaths('inventory');

describe('Tables that the owner of a plugin database made to harm', () => {
  let server: PostgresServer;
  let portal: Portal;

  beforeAll(async () => {
    server = await startPostgres();
    portal = await startPortal({
      database: { client: 'pg', connection: connectionOf(server) },
    });
    await portal.survey();
  });
  afterAll(async () => {
    await portal?.stop();
    await server?.dispose();
  });

  /** Every text of an answer, keys included. */
  function textsOf(value: unknown): string[] {
    if (typeof value === 'string') {
      return [value];
    }
    return typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, each]) => [key, ...textsOf(each)])
      : [];
  }

  it('show in no answer what a reader would not see', async () => {
    const { inventory } = portal;
    await inventory.raw('create table "made\u202Eelbat"(a int)');
    await inventory.raw(
      'create index "index\u2067xedni" on "made\u202Eelbat"(a)',
    );
    await inventory.raw(
      `insert into knex_migrations (name, batch, migration_time)
       values ('20990101_\u2066row\u202E.sj', 9, now())`,
    );
    await inventory.raw(
      'create table "a\u200F_knex_migrations" (like knex_migrations including all)',
    );
    await inventory.raw(
      'create table "a\u200F_knex_migrations_lock" (like knex_migrations_lock including all)',
    );
    const session = await superuserSession(
      server,
      'backstage_plugin_inventory',
    );
    await session.query(`set application_name = 'psql\u2068'`);
    await session.query('begin');
    await session.query('select 1 as "as\u061Cked"');
    try {
      await portal.survey();
      const shown = new Map<string, string>();
      await portal.eventually(async () => {
        for (const route of routes) {
          const { body, status } = await portal.get(route);
          // The status is that of the finding below.
          expect([200, 503]).toContain(status);
          const texts = textsOf(body);
          expect(
            texts.filter(text =>
              invisible.test(text.replaceAll(/[\n\t]/g, '')),
            ),
          ).toEqual([]);
          shown.set(route, texts.join('\n'));
        }
        expect(shown.get('/connections')).toContain('as\\u061Cked');
      });
      expect(shown.get('/storage')).toContain('made\\u202Eelbat');
      expect(shown.get('/databases/inventory')).toContain('index\\u2067xedni');
      for (const route of [
        '/migrations',
        '/overview',
        '/databases/inventory',
      ]) {
        expect(shown.get(route)).toContain('20990101_\\u2066row\\u202E.sj');
      }
      expect(shown.get('/migrations')).toContain('a\\u200F_knex_migrations');
      // It is told; but a line with such a name is not what it looks like.
      const { findings } = await portal.check(
        'inventory',
        'migrations-missing',
      );
      expect(findings).toHaveLength(1);
      const { sql = '', shell = '' } = findings[0].remedy;
      expect(sql + shell).not.toMatch(invisible);
      expect(shell).not.toContain('20990101');
    } finally {
      await session.end();
    }
    await inventory.raw(`delete from knex_migrations where batch = 9`);
    await inventory.raw('drop table "made\u202Eelbat"');
    await portal.survey();
    expect(await portal.check('inventory', 'migrations-missing')).toMatchObject(
      { findings: [] },
    );
  });

  it('of 700 000 rows cost the portal nothing: they are too large to be ledgers', async () => {
    const { inventory } = portal;
    const measured = async (path: string) => {
      const began = performance.now();
      const { text } = await portal.get(path).expect(200);
      return { ms: Math.round(performance.now() - began), bytes: text.length };
    };
    const before = {
      migrations: await measured('/migrations'),
      overview: await measured('/overview'),
    };
    for (const table of [
      'huge_knex_migrations',
      'inventory_tasks__knex_migrations',
    ]) {
      await inventory.raw(
        `create table if not exists ${table} (like knex_migrations including all)`,
      );
      await inventory.raw(
        `create table if not exists ${table}_lock (like knex_migrations_lock including all)`,
      );
      await inventory.raw(
        `insert into ${table} (name, batch, migration_time)
         select lpad(i::text, 150, 'x'), 1, now()
         from generate_series(1, 700000) as i`,
      );
    }
    global.gc?.();
    const rssBefore = process.memoryUsage().rss;
    const began = performance.now();
    await portal.survey();
    const surveyMs = Math.round(performance.now() - began);
    const after = {
      migrations: await measured('/migrations'),
      overview: await measured('/overview'),
      ready: await measured('/health/ready'),
    };
    const rssMiB = Math.round(
      (process.memoryUsage().rss - rssBefore) / 2 ** 20,
    );
    // eslint-disable-next-line no-console -- the numbers are for people
    console.info(JSON.stringify({ before, after, surveyMs, rssMiB }));

    const report: Migrations = (await portal.get('/migrations')).body;
    for (const table of [
      'huge_knex_migrations',
      'inventory_tasks__knex_migrations',
    ]) {
      expect(
        report.ledgers.find(
          each => each.databaseId === 'inventory' && each.table === table,
        ),
      ).toMatchObject({
        state: 'unreadable',
        applied: [],
        unreadable: expect.stringContaining('too large to be a ledger'),
      });
    }
    expect(after.migrations.bytes).toBeLessThan(
      before.migrations.bytes + 10_000,
    );
    expect(after.overview.bytes).toBeLessThan(before.overview.bytes + 10_000);

    await inventory.raw(
      'drop table huge_knex_migrations, huge_knex_migrations_lock',
    );
    await inventory.raw(
      `delete from inventory_tasks__knex_migrations where name like 'xx%'`,
    );
    await portal.survey();
    const cured: Migrations = (await portal.get('/migrations')).body;
    expect(
      cured.ledgers
        .filter(({ databaseId }) => databaseId === 'inventory')
        .map(({ state }) => state),
    ).not.toContain('unreadable');
  });
});
