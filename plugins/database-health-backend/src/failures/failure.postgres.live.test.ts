import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import {
  availableMajors,
  type PostgresServer,
  startPostgres,
} from 'postgres-server';
import type { FailureKind } from 'backstage-plugin-database-health-node';
import {
  clientOfBackstage,
  clientsOf,
  closedPort,
  failureOf,
} from './__testUtils__/failures';
import { describeMigrationFailure } from './migrationFailure';

describe.each(availableMajors)('errors of PostgreSQL %i', major => {
  let server: PostgresServer;
  let admin: Knex;
  const { connect, destroyLater } = clientsOf('pg', () => server);
  const ask = (connection: object) => connect(connection).raw('select 1');

  beforeAll(async () => {
    server = await startPostgres({
      major,
      settings: { max_connections: '8', superuser_reserved_connections: '0' },
    });
    admin = connect();
    await admin.raw(`create role reader login password 's3cret'`);
    await admin.raw('create table vault (id int)');
    await admin.raw('insert into vault values (1)');
  });
  afterEach(destroyLater);
  afterAll(async () => {
    await admin?.destroy();
    await server?.dispose();
  });

  it.each<[string, FailureKind, object]>([
    ['a wrong password', 'credentials', { user: 'reader', password: 'vault' }],
    ['an unknown role', 'credentials', { user: 'vault', password: 's3cret' }],
    ['no password', 'credentials', { user: 'reader', password: undefined }],
    ['a missing database', 'database-missing', { database: 'vault' }],
    ['an unknown host', 'dns', { host: 'vault.invalid' }],
    ['a server without TLS', 'tls', { ssl: true }],
  ])('knows %s', async (_case, kind, connection) => {
    expect(await failureOf(() => ask(connection))).toMatchObject({ kind });
  });

  it('knows a port on which nothing listens', async () => {
    const port = await closedPort();
    expect(await failureOf(() => ask({ port }))).toMatchObject({
      kind: 'refused',
    });
    expect(
      await failureOf(() => ask({ port, host: 'localhost' })),
    ).toMatchObject({ kind: 'refused' });
    expect(
      await failureOf(() => ask({ host: `${tmpdir()}/vault` })),
    ).toMatchObject({ kind: 'refused' });
  });

  it('knows a server without a free connection', async () => {
    const full = connect({}, { min: 0, max: 20 });
    expect(
      await failureOf(() =>
        Promise.all(
          Array.from({ length: 20 }, () => full.raw('select pg_sleep(0.5)')),
        ),
      ),
    ).toMatchObject({ kind: 'too-many-connections' });
  });

  it('knows a lock, a time limit and a missing privilege', async () => {
    const holder = await connect().transaction();
    await holder.raw('lock table vault in access exclusive mode');
    const client = connect();
    await client.raw(`set lock_timeout = '20ms'`);
    expect(
      await failureOf(() => client.raw('select * from vault')),
    ).toMatchObject({ kind: 'locked' });
    expect(
      await failureOf(() =>
        client.raw('select * from vault for update nowait'),
      ),
    ).toMatchObject({ kind: 'locked' });
    await holder.rollback();

    const limited = connect();
    await limited.raw(`set statement_timeout = '20ms'`);
    expect(
      await failureOf(() => limited.raw('select pg_sleep(5)')),
    ).toMatchObject({ kind: 'timeout' });

    await client.raw('set default_transaction_read_only = on');
    expect(
      await failureOf(() => client.raw('delete from vault')),
    ).toMatchObject({
      kind: 'permission',
      sentence: expect.stringMatching(/^The database is read-only: .*standby/),
    });
  });

  it('says on what a right is missing, by no name but those of the server', async () => {
    const reader = connect({ user: 'reader', password: 's3cret' });
    const missing = (what: string) => ({
      kind: 'permission',
      sentence: `The database role of this plugin may not do that: it lacks a right on the ${what}, which a \`GRANT\` gives.`,
      remedy: expect.stringMatching(/^Run as the owner: `grant .*<role>;`/),
    });
    await admin.raw('create schema vault');
    for (const [what, statement] of [
      ['table', 'select * from vault'],
      ['schema', 'create table vault.vault (id int)'],
      ['database', 'create schema reader'],
    ]) {
      expect(await failureOf(() => reader.raw(statement))).toEqual(
        missing(what),
      );
    }
    expect(await failureOf(() => reader.raw('table pg_authid'))).toEqual({
      kind: 'permission',
      sentence:
        'The database role of this plugin may not read `pg_authid`: a `GRANT SELECT` on it is missing.',
    });
    expect(await failureOf(() => reader.raw('drop table vault'))).toEqual({
      kind: 'permission',
      sentence: 'The database role of this plugin may not do that.',
    });
    await admin.raw('revoke connect on database postgres from public');
    expect(
      await failureOf(() => ask({ user: 'reader', password: 's3cret' })),
    ).toEqual(missing('database'));
    await admin.raw('grant connect on database postgres to public');
  });

  it('says what a plugin lacks that may make no tables, and what a schema lacks that is not there', async () => {
    const reader = connect({ user: 'reader', password: 's3cret' });
    await admin.raw('revoke create on schema public from public');
    expect(
      await failureOf(() =>
        reader.schema.createTable('t', t => t.increments()),
      ),
    ).toEqual({
      kind: 'permission',
      sentence: expect.stringMatching(
        /may make nothing in the schema `public`/,
      ),
      remedy: expect.stringContaining(
        '`grant create on schema public to <role>;`',
      ),
    });
    const elsewhere = connect({}, { min: 0, max: 1 });
    await elsewhere.raw('set search_path = nowhere');
    expect(
      await failureOf(() =>
        elsewhere.schema.createTable('t', t => t.increments()),
      ),
    ).toEqual({
      kind: 'other',
      sentence: expect.stringMatching(/^The schema in which the plugin makes/),
      remedy: expect.stringContaining(
        '`backend.database.ensureSchemaExists: true`',
      ),
    });
  });

  it('says what Backstage lacks before it makes a client in schema mode', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation();
    await admin.raw('create database shared owner reader');
    await admin.raw('revoke connect on database postgres from public');
    const { host, port } = server;
    const inSchemas = (changes: JsonObject) =>
      clientOfBackstage({
        client: 'pg',
        pluginDivisionMode: 'schema',
        connection: {
          host,
          port,
          user: 'reader',
          password: 's3cret',
          database: 'shared',
        },
        ...changes,
      });
    expect(await failureOf(() => inSchemas({}))).toEqual({
      kind: 'permission',
      sentence: expect.stringContaining('connect to the database `postgres`'),
      remedy: expect.stringMatching(
        /`backend\.database\.ensureExists: false`.*`ensureSchemaExists: true`/,
      ),
    });
    // As the line says.
    const given = { ensureExists: false, ensureSchemaExists: true };
    const client = await inSchemas(given);
    await client.schema.createTable('made', t => t.increments());
    await client.destroy();
    await admin.raw('alter database shared owner to postgres');
    expect(await failureOf(() => inSchemas(given))).toEqual({
      kind: 'permission',
      sentence: expect.stringContaining('its role may not create one'),
      remedy: expect.stringContaining('`grant create on database <database>'),
    });
    await admin.raw('grant connect on database postgres to public');
    log.mockRestore();
  });

  it('knows a database that is read only from what Knex makes of it', async () => {
    const client = connect();
    const file = { up: async () => {}, down: async () => {} };
    const migrationSource: Knex.MigrationSource<string> = {
      getMigrations: async () => ['vault'],
      getMigrationName: name => name,
      getMigration: async () => file,
    };
    const run = () => client.migrate.latest({ migrationSource });
    await run();
    await client('knex_migrations').delete();
    await client.raw('set default_transaction_read_only = on');
    // Knex writes its warnings there.
    const log = jest.spyOn(console, 'log').mockImplementation();
    expect(await failureOf(run)).toEqual({
      kind: 'permission',
      sentence: expect.stringMatching(/^The database is read-only: .*standby/),
    });
    log.mockRestore();
  });

  it.each([
    ['select vault', /^A column does not exist: a migration/],
    ['select * from vaults', /^A table does not exist: a migration/],
    ['create table vault (id int)', /^A table that is to be made exists/],
    ['alter table vault add id int', /^A column that is to be made exists/],
    ['selec vault', /^The statement was not understood/],
    ['select * from vaults.vault', /^A table does not exist/],
    ['create table vaults.vault (id int)', /^A schema does not exist/],
    ['select vault()', /^A function or an operator does not exist/],
    [`select 'vault'::int`, /^A value has not the form/],
    ['insert into keyed values (1)', /^There is a row with the same key/],
    ['insert into keyed values (null)', /^A column that needs a value/],
    ['insert into referring values (9)', /^A row refers to one that does not/],
    ['table unfilled', /^Something is not in the state .* materialized view/],
    ['drop table keyed', /^Something else depends/],
    [`do $$ begin raise 'vault'; end $$`, /^A function or trigger/],
    ['select 1 / 0', /^A value has not the form .* \(SQLSTATE 22012\)\.$/],
    ['create table vault (a int, a int)', /^A column that is to be made/],
  ])('says the usual cause of what %s ends in', async (statement, sentence) => {
    await admin.raw('create table if not exists keyed (id int primary key)');
    await admin.raw('insert into keyed values (1) on conflict do nothing');
    await admin.raw(
      'create table if not exists referring (id int references keyed)',
    );
    await admin.raw(
      'create materialized view if not exists unfilled as select 1 with no data',
    );
    const failure = await failureOf(() => connect().raw(statement));
    expect(failure.kind).toBe('other');
    expect(failure.sentence).toMatch(sentence);
  });

  it('says that a limit of time ended a statement, or somebody', async () => {
    const client = connect();
    await client.raw(`set statement_timeout = '20ms'`);
    expect(await failureOf(() => client.raw('select pg_sleep(5)'))).toEqual({
      kind: 'timeout',
      sentence: expect.stringContaining('`statement_timeout`'),
    });
    await client.raw('set statement_timeout = 0');
    const { rows } = await client.raw('select pg_backend_pid() as pid');
    const ended = failureOf(() => client.raw('select pg_sleep(60)'));
    for (let cancelled = false; !cancelled; ) {
      const { rows: cancelling } = await admin.raw(
        `select pg_cancel_backend(pid) from pg_stat_activity
         where pid = ? and wait_event = 'PgSleep'`,
        [rows[0].pid],
      );
      cancelled = cancelling.length > 0;
    }
    expect(await ended).toEqual({
      kind: 'timeout',
      sentence: expect.stringContaining('ended on the server'),
    });
  });

  it('knows a ledger that two replicas make at the same time', async () => {
    const made = 'create table both_knex_migrations (id serial primary key)';
    const [one, other] = [connect(), connect()];
    const first = await one.transaction();
    await first.raw(made);
    const second = failureOf(() => other.raw(made));
    for (let waits = false; !waits; ) {
      const { rows } = await admin.raw(
        'select from pg_locks where not granted',
      );
      waits = rows.length > 0;
    }
    await first.commit();
    expect(await second).toEqual({
      kind: 'other',
      sentence: expect.stringMatching(
        /^Another process made the same table at the same time/,
      ),
    });
    expect(await failureOf(() => other.raw(made))).toEqual({
      kind: 'other',
      sentence: expect.stringMatching(/^The table of the ledger exists/),
    });
    await one.raw('drop table both_knex_migrations');
  });

  it('says that the sequence of a ledger is behind, and is silent once it is not', async () => {
    const client = connect();
    const migrationSource: Knex.MigrationSource<string> = {
      getMigrations: async () => ['1', '2'],
      getMigrationName: name => name,
      getMigration: async () => ({ up: async () => {}, down: async () => {} }),
    };
    const run = () =>
      client.migrate.latest({
        migrationSource,
        tableName: 'a_knex_migrations',
      });
    await client.migrate.up({
      migrationSource,
      tableName: 'a_knex_migrations',
    });
    await client.raw('alter sequence a_knex_migrations_id_seq restart');
    const log = jest.spyOn(console, 'log').mockImplementation();
    const error = await run().then(
      () => undefined,
      thrown => thrown,
    );
    log.mockRestore();
    expect(describeMigrationFailure(error).sentence).toContain(
      'the sequence of its key is behind, as after a restore of data alone',
    );
    await client.raw(
      `select setval('a_knex_migrations_id_seq', (select max(id) from a_knex_migrations))`,
    );
    await run();
  });

  it('knows damage: a page, and a file that is gone', async () => {
    const client = connect();
    await client.raw(
      'create table broken as select generate_series(1, 5000) as id',
    );
    await client.raw('checkpoint');
    const { rows } = await client.raw(
      `select current_setting('data_directory') || '/' || pg_relation_filepath('broken') as path`,
    );
    await client.raw('create table lost as select 1 as id');
    const { rows: lost } = await client.raw(
      `select current_setting('data_directory') || '/' || pg_relation_filepath('lost') as path`,
    );
    await client.destroy();
    await server.stop();
    const file = openSync(rows[0].path, 'r+');
    writeSync(file, Buffer.alloc(64, 0xff), 0, 64, 8_192);
    closeSync(file);
    rmSync(lost[0].path);
    await server.start();
    for (const table of ['broken', 'lost']) {
      expect(
        await failureOf(() => connect().raw(`select count(*) from ${table}`)),
      ).toMatchObject({ kind: 'damaged' });
    }
    await admin.raw('drop table broken');
  });

  it('knows a pool that gives no connection in time', async () => {
    const client = connect({}, { min: 0, max: 1, acquireTimeoutMillis: 3_000 });
    const holder = await client.transaction();
    expect(await failureOf(() => client.raw('select 1'))).toEqual({
      kind: 'timeout',
      sentence: 'No connection became free in the pool of this plugin in time.',
    });
    await holder.rollback();
    await client.destroy();
    expect(await failureOf(() => client.raw('select 1'))).toEqual({
      kind: 'shutting-down',
      sentence: 'The connection pool of this plugin is closed.',
    });
  });

  it('knows them inside the text of what Backstage throws', async () => {
    // Backstage's knex writes its warnings there.
    const log = jest.spyOn(console, 'log').mockImplementation();
    const getClient = (connection: JsonObject) =>
      clientOfBackstage({ client: 'pg', connection });
    const { host, port, user, password } = server;
    const closed = await closedPort();
    const reader = { host, port, user: 'reader', password: 's3cret' };
    expect(
      await failureOf(() => getClient({ ...reader, password: 'vault' })),
    ).toMatchObject({ kind: 'credentials' });
    expect(await failureOf(() => getClient(reader))).toEqual({
      kind: 'database-missing',
      sentence:
        'The database does not exist, and the role of this plugin may not create it.',
    });
    expect(
      await failureOf(() => getClient({ ...reader, port: closed })),
    ).toMatchObject({ kind: 'refused' });
    expect(
      await failureOf(() =>
        getClient({ ...reader, host: 'localhost', port: closed }),
      ),
    ).toMatchObject({ kind: 'refused' });
    expect(
      await failureOf(() =>
        getClient({ user, password, host: 'vault.invalid' }),
      ),
    ).toMatchObject({ kind: 'dns' });
    log.mockRestore();
  });

  it('knows a server that stops, is killed or does not answer', async () => {
    const sleep = () => connect().raw('select pg_sleep(60)');
    const stopped = failureOf(sleep);
    await running('pg_sleep');
    await server.stop();
    expect(await stopped).toMatchObject({ kind: 'shutting-down' });
    await server.start();

    const killed = failureOf(sleep);
    await running('pg_sleep');
    await server.kill();
    expect(['connection-lost', 'shutting-down']).toContain((await killed).kind);
    await server.start();

    server.pause();
    expect(
      await failureOf(() => ask({ connectionTimeoutMillis: 100 })),
    ).toMatchObject({ kind: 'timeout' });
    server.resume();
  });

  async function running(text: string) {
    const observer = connect();
    for (;;) {
      const { rows } = await observer.raw(
        `select 1 from pg_stat_activity
         where state = 'active' and query like ? and pid <> pg_backend_pid()`,
        [`%${text}%`],
      );
      if (rows.length > 0) {
        return observer.destroy();
      }
    }
  }
});
