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
      sentence: 'The database is read-only.',
    });
  });

  it('says on what a right is missing, by no name but those of the server', async () => {
    const reader = connect({ user: 'reader', password: 's3cret' });
    const missing = (what: string) => ({
      kind: 'permission',
      sentence: `The database role of this plugin may not do that: the ${what} belongs to another role, and a \`GRANT\` on it is missing.`,
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
      sentence: 'The database is read-only.',
    });
    log.mockRestore();
  });

  it('names any other error by its SQLSTATE and nothing else', async () => {
    const client = connect();
    expect(await failureOf(() => client.raw('select vault'))).toEqual({
      kind: 'other',
      sentence: 'The database reported the error SQLSTATE 42703.',
    });
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
