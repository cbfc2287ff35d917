import {
  closeSync,
  linkSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import createKnex from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { type Portal, startPortal } from '../__testUtils__/portal';

let portal: Portal;
afterEach(() => portal?.stop());

/** Far more of what succeeds than of what fails, as in a portal. */
async function work(times: number) {
  for (let i = 0; i < times; i += 1) {
    await portal.inventory.raw('select 1');
  }
}

describe('What fails seldom but for certain, on PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    const path = await breakable();
    await server.stop();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(64, 0xff), 0, 64, 8_192);
    closeSync(file);
    await server.start();
  });
  beforeEach(async () => {
    portal = await startPortal({
      database: {
        client: 'pg',
        connection: { ...server.connection(), database: undefined },
      },
      databaseHealth: { checks: { damage: { seenSeconds: 10 } } },
    });
  });
  afterAll(() => server?.dispose());

  /** The file of a table of the plugin, which the server has written. */
  async function breakable(): Promise<string> {
    const name = 'backstage_plugin_inventory';
    const admin = createKnex({ client: 'pg', connection: server.connection() });
    await admin.raw(`create database ${name}`);
    await admin.destroy();
    const owner = createKnex({
      client: 'pg',
      connection: server.connection(name),
    });
    await owner.raw(
      'create table broken as select generate_series(1, 5000) as id',
    );
    await owner.raw('checkpoint');
    const { rows } = await owner.raw(
      `select current_setting('data_directory') || '/' || pg_relation_filepath('broken') as path`,
    );
    await owner.destroy();
    return rows[0].path;
  }

  it('is a statement that fails each time it runs, until it does not', async () => {
    const index = () =>
      portal.inventory('documents').where({ type: 'techdocs' }).select('id');
    await work(20);
    for (let runs = 0; runs < 3; runs += 1) {
      await expect(index()).rejects.toThrow();
      // In a rush not each of them is looked at.
      await sleep(60);
    }
    await portal.eventually(async () =>
      expect(await portal.check('inventory', 'query-errors')).toMatchObject({
        status: 'warning',
        findings: [
          {
            object: 'statement',
            message: expect.stringMatching(
              /^A statement has failed in all of its last 3 runs, since \d\d:\d\d UTC\. A table does not exist: /,
            ),
          },
        ],
      }),
    );
    await portal.inventory.schema.createTable('documents', table => {
      table.increments();
      table.text('type');
    });
    await portal.eventually(async () => {
      await index();
      expect(await portal.check('inventory', 'query-errors')).toMatchObject({
        findings: [],
      });
    });
  });

  it('is a damaged page, from the first query that meets it', async () => {
    const { inventory } = portal;
    await expect(
      inventory.raw('select count(*) from broken'),
    ).rejects.toMatchObject({ code: 'XX001' });
    await work(50);
    await portal.eventually(async () =>
      expect(await portal.check('inventory', 'damage')).toMatchObject({
        status: 'critical',
        findings: [
          {
            message: expect.stringMatching(/^Data of the database are damaged/),
          },
        ],
      }),
    );
    await inventory.raw('drop table broken');
    await portal.eventually(async () =>
      expect(await portal.check('inventory', 'damage')).toMatchObject({
        status: 'ok',
      }),
    );
  });
});

describe('What fails seldom but for certain, on SQLite', () => {
  const directory = mkdtempSync(join(tmpdir(), 'database-health-'));
  const file = join(directory, 'inventory.sqlite');
  beforeEach(async () => {
    portal = await startPortal({
      database: { client: 'better-sqlite3', connection: { directory } },
      databaseHealth: { checks: { damage: { seenSeconds: 10 } } },
    });
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('is a damaged page', async () => {
    const { inventory } = portal;
    await inventory.raw('create table pages (text)');
    await inventory.raw(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 999)
       insert into pages select printf('%0100d', i) from n`,
    );
    const [{ page }] = await inventory.raw(
      `select rootpage as page from sqlite_master where name = 'pages'`,
    );
    const sound = readFileSync(file);
    const opened = openSync(file, 'r+');
    writeSync(opened, Buffer.alloc(4_096, 0xff), 0, 4_096, page * 4_096);
    closeSync(opened);
    // Another process wrote: what this one has in its memory is too old.
    const other = createKnex({
      client: 'better-sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
    });
    await other.raw('create table other (id)');
    await other.destroy();
    await expect(
      inventory.raw('select sum(length(text)) from pages'),
    ).rejects.toThrow();
    await portal.eventually(async () =>
      expect(await portal.check('inventory', 'damage')).toMatchObject({
        status: 'critical',
        findings: [{ message: expect.stringMatching(/damaged/) }],
      }),
    );
    writeFileSync(file, sound);
    await portal.eventually(async () =>
      expect(await portal.check('inventory', 'damage')).toMatchObject({
        status: 'ok',
      }),
    );
  });

  it('is a file that was deleted while it is open, until it is back', async () => {
    const statusAfterSurvey = async () => {
      await portal.survey();
      return (await portal.check('inventory', 'sqlite-file')).status;
    };
    expect(await statusAfterSurvey()).toBe('ok');
    linkSync(file, `${file}.kept`);
    rmSync(file);
    await portal.inventory.raw('select count(*) from knex_migrations');
    expect(await statusAfterSurvey()).toBe('critical');
    renameSync(`${file}.kept`, file);
    expect(await statusAfterSurvey()).toBe('ok');
  });

  it('is a file that another process holds, by its name', async () => {
    const { inventory } = portal;
    await inventory.raw('pragma busy_timeout = 0');
    const other = createKnex({
      client: 'better-sqlite3',
      connection: { filename: file },
      pool: { min: 1, max: 1 },
      useNullAsDefault: true,
    });
    await portal.eventually(async () => {
      await other.raw('begin exclusive');
    });
    for (let i = 0; i < 9; i += 1) {
      await inventory('knex_migrations')
        .select()
        .catch(() => {});
    }
    await other.raw('commit');
    await other.destroy();
    await work(390);
    await portal.eventually(async () => {
      const { findings } = await portal.check('inventory', 'query-errors');
      expect(findings.map(({ message }) => message).join()).toMatch(
        /queries failed in the last 5 min.* Among them: Another process or connection holds the database file/,
      );
    });
  });
});
