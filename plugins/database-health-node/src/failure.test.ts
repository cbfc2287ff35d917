import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import { mockServices } from '@backstage/backend-test-utils';
import { ForwardedError } from '@backstage/errors';
import createKnex, { type Knex } from 'knex';
import {
  available as mariadbAvailable,
  type MariadbServer,
  startMariadb,
} from 'mariadb-server';
import {
  availableMajors,
  type PostgresServer,
  startPostgres,
} from 'postgres-server';
import { describeFailure, type FailureKind, PoolFullError } from '.';

const secrets = /s3cret|reader|vault|select|127\.0\.0\.1|localhost|invalid|:\d/;

/** Describes what `work` fails with, and makes sure that it is safe to show. */
async function failureOf(work: () => unknown) {
  const error = await Promise.resolve()
    .then(work)
    .then(
      () => 'nothing failed',
      thrown => thrown,
    );
  const failure = describeFailure(error);
  expect(failure.sentence).toMatch(/^[A-Z].+\.$/);
  expect(failure.sentence).not.toMatch(secrets);
  return failure;
}

async function closedPort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await new Promise(done => listener.once('listening', done));
  const { port } = listener.address() as AddressInfo;
  await new Promise(done => listener.close(done));
  return port;
}

describe.each(availableMajors)('errors of PostgreSQL %i', major => {
  let server: PostgresServer;
  let admin: Knex;
  const clients: Knex[] = [];

  function connect(
    connection: object = {},
    pool: object = { min: 0, max: 1 },
  ): Knex {
    const client = createKnex({
      client: 'pg',
      connection: { ...server.connection(), ...connection },
      pool,
      log: { warn() {} },
    });
    clients.push(client);
    return client;
  }
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
  afterEach(async () => {
    await Promise.all(clients.splice(1).map(client => client.destroy()));
  });
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
    const getClient = (connection: object) =>
      DatabaseManager.fromConfig(
        mockServices.rootConfig({
          data: { backend: { database: { client: 'pg', connection } } },
        }),
      )
        .forPlugin('catalog', {
          logger: mockServices.logger.mock(),
          lifecycle: mockServices.lifecycle.mock(),
        })
        .getClient();
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

(mariadbAvailable ? describe : describe.skip)('errors of MariaDB', () => {
  let server: MariadbServer;
  let admin: Knex;
  const clients: Knex[] = [];
  const reader = { user: 'reader', password: 's3cret' };

  function connect(
    connection: object = {},
    pool: object = { min: 0, max: 1 },
  ): Knex {
    const client = createKnex({
      client: 'mysql2',
      connection: { ...server.connection(), ...connection },
      pool,
      log: { warn() {} },
    });
    clients.push(client);
    return client;
  }
  const ask = (connection: object) => connect(connection).raw('select 1');

  beforeAll(async () => {
    server = await startMariadb({ settings: { max_connections: '10' } });
    admin = connect();
    await admin.raw('create database vault');
    await admin.raw('create table vault.vault (id int primary key)');
    await admin.raw('insert into vault.vault values (1)');
    await admin.raw(`create user reader identified by 's3cret'`);
    await admin.raw('grant select on mysql.proc to reader');
  });
  afterEach(async () => {
    await Promise.all(clients.splice(1).map(client => client.destroy()));
  });
  afterAll(async () => {
    await admin?.destroy();
    await server?.dispose();
  });

  it.each<[string, FailureKind, object]>([
    ['a wrong password', 'credentials', { ...reader, password: 'vault' }],
    ['an unknown user', 'credentials', { ...reader, user: 'vault' }],
    ['no password', 'credentials', { ...reader, password: undefined }],
    ['a missing database', 'database-missing', { database: 'nothing' }],
    ['a database of others', 'permission', { ...reader, database: 'vault' }],
    ['an unknown host', 'dns', { host: 'vault.invalid' }],
    ['a server without TLS', 'tls', { ssl: {} }],
    ['a missing socket', 'refused', { socketPath: `${tmpdir()}/vault` }],
  ])('knows %s', async (_case, kind, connection) => {
    expect(await failureOf(() => ask(connection))).toMatchObject({ kind });
  });

  it('knows a port on which nothing listens', async () => {
    const port = await closedPort();
    for (const host of [server.host, 'localhost']) {
      expect(await failureOf(() => ask({ host, port }))).toMatchObject({
        kind: 'refused',
      });
    }
  });

  it('knows a server without a free connection, and a user who has too many', async () => {
    const fill = () => {
      const full = connect(reader, { min: 0, max: 20 });
      return Promise.all(
        Array.from({ length: 20 }, () => full.raw('select sleep(0.5)')),
      );
    };
    const kind = 'too-many-connections';
    expect(await failureOf(fill)).toMatchObject({ kind });
    await admin.raw('alter user reader with max_user_connections 2');
    expect(await failureOf(fill)).toMatchObject({ kind });
    await admin.raw('alter user reader with max_user_connections 0');
  });

  it('knows the lock of a table and of a row', async () => {
    const client = connect({ database: 'vault' });
    await client.raw(
      'set session lock_wait_timeout = 0, innodb_lock_wait_timeout = 0',
    );
    const holder = connect({ database: 'vault' });
    await holder.raw('lock tables vault write');
    expect(
      await failureOf(() => client.raw('select * from vault')),
    ).toMatchObject({ kind: 'locked' });
    await holder.raw('unlock tables');
    const transaction = await holder.transaction();
    await transaction.raw('update vault set id = 2');
    expect(
      await failureOf(() => client.raw('update vault set id = 3')),
    ).toMatchObject({ kind: 'locked' });
    await transaction.rollback();
  });

  it('knows a time limit and a statement that somebody ended', async () => {
    const client = connect();
    await client.raw('set session max_statement_time = 0.05');
    expect(await failureOf(() => client.raw('select sleep(5)'))).toMatchObject({
      kind: 'timeout',
    });

    await client.raw('set session max_statement_time = 0');
    const [[{ id }]] = await client.raw('select connection_id() as id');
    for (const [end, kind] of [
      ['kill query', 'timeout'],
      ['kill', 'connection-lost'],
    ]) {
      const ended = failureOf(() =>
        client.raw('select * from vault.vault where sleep(60)'),
      );
      await running(id);
      await admin.raw(`${end} ${id}`);
      expect(await ended).toMatchObject({ kind });
    }
  });

  it('knows a missing privilege and a database that is read only', async () => {
    const client = connect(reader);
    for (const statement of [
      'select * from vault.vault',
      'delete from mysql.proc',
      'create database vault2',
      'select * from information_schema.innodb_trx',
    ]) {
      expect(await failureOf(() => client.raw(statement))).toMatchObject({
        kind: 'permission',
        sentence: 'The database role of this plugin may not do that.',
      });
    }
    await admin.raw('grant all on vault.* to reader');
    await admin.raw('set global read_only = on');
    const readOnly = {
      kind: 'permission',
      sentence: 'The database is read-only.',
    };
    const write = () => client.raw('delete from vault.vault');
    expect(await failureOf(write)).toEqual(readOnly);
    await admin.raw('set global read_only = off');
    await client.raw('start transaction read only');
    expect(await failureOf(write)).toEqual(readOnly);
    await client.raw('rollback');
    await admin.raw('revoke all on vault.* from reader');
  });

  it('names any other error by its code and nothing else', async () => {
    expect(await failureOf(() => admin.raw('select vault'))).toEqual({
      kind: 'other',
      sentence: 'The database reported the error ER_BAD_FIELD_ERROR.',
    });
  });

  it('knows them inside the text of what Backstage throws', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation();
    const getClient = (connection: object) =>
      DatabaseManager.fromConfig(
        mockServices.rootConfig({
          data: {
            backend: {
              database: {
                client: 'mysql2',
                connection: { ...server.connection(), ...connection },
              },
            },
          },
        }),
      )
        .forPlugin('catalog', {
          logger: mockServices.logger.mock(),
          lifecycle: mockServices.lifecycle.mock(),
        })
        .getClient();
    const port = await closedPort();
    for (const [kind, connection] of [
      ['credentials', { ...reader, password: 'vault' }],
      ['permission', reader],
      ['refused', { port }],
      ['dns', { host: 'vault.invalid' }],
    ] as const) {
      expect(await failureOf(() => getClient(connection))).toMatchObject({
        kind,
      });
    }
    log.mockRestore();
  });

  it('knows a server that stops, is killed or does not answer', async () => {
    for (const end of [server.stop, server.kill]) {
      const client = connect();
      const [[{ id }]] = await client.raw('select connection_id() as id');
      const ended = failureOf(() => client.raw('select sleep(60)'));
      await running(id);
      await end();
      expect(await ended).toMatchObject({ kind: 'connection-lost' });
      await server.start();
    }
    server.pause();
    expect(await failureOf(() => ask({ connectTimeout: 100 }))).toMatchObject({
      kind: 'timeout',
    });
    server.resume();
  });

  async function running(id: number) {
    const observer = connect();
    for (;;) {
      const [rows] = await observer.raw(
        `select 1 from information_schema.processlist
         where id = ? and state = 'User sleep'`,
        [id],
      );
      if (rows.length > 0) {
        return;
      }
    }
  }
});

describe('errors of SQLite', () => {
  const directory = mkdtempSync(join(tmpdir(), 'vault-'));
  const file = join(directory, 'vault.sqlite');
  afterAll(() => rmSync(directory, { recursive: true }));

  const clients: Knex[] = [];
  afterEach(() => Promise.all(clients.splice(0).map(each => each.destroy())));

  function connect(filename: string): Knex {
    const client = createKnex({
      client: 'better-sqlite3',
      connection: { filename },
      useNullAsDefault: true,
      log: { warn() {} },
    });
    clients.push(client);
    return client;
  }
  const ask = (filename: string) =>
    connect(filename).raw('select * from sqlite_schema');

  it('knows a file that cannot be opened', async () => {
    const kind = 'database-missing';
    expect(await failureOf(() => ask(directory))).toMatchObject({ kind });
    expect(
      await failureOf(() => ask(join(directory, 'no', 'vault.sqlite'))),
    ).toMatchObject({ kind });
  });

  it('knows a file that is no database', async () => {
    const noDatabase = join(directory, 'notes');
    writeFileSync(noDatabase, 'not a database '.repeat(100));
    expect(await failureOf(() => ask(noDatabase))).toEqual({
      kind: 'other',
      sentence: 'The file is not an SQLite database.',
    });
  });

  it('knows a lock and a database that is read only', async () => {
    const holder = connect(file);
    await holder.raw('create table vault (id)');
    await holder.raw('begin exclusive');
    const reader = connect(file);
    await reader.raw('pragma busy_timeout = 0');
    expect(
      await failureOf(() => reader.raw('select * from vault')),
    ).toMatchObject({ kind: 'locked' });
    await holder.raw('commit');
    await reader.raw('pragma query_only = on');
    expect(
      await failureOf(() => reader.raw('delete from vault')),
    ).toMatchObject({ kind: 'permission' });
    expect(await failureOf(() => reader.raw('select * from nothing'))).toEqual({
      kind: 'other',
      sentence: 'The database reported the error SQLITE_ERROR.',
    });
  });
});

describe('describeFailure', () => {
  const withCode = (code: string, message = 'vault') =>
    Object.assign(new Error(message), { code });

  // What no server here can be brought to say.
  it.each<[string, FailureKind, unknown]>([
    ['a server that starts', 'starting', withCode('57P03')],
    [
      'a server that shuts down',
      'shutting-down',
      withCode('57P03', 'the database system is shutting down'),
    ],
    ['a crash of another session', 'connection-lost', withCode('57P02')],
    ['a lost connection', 'connection-lost', withCode('08006')],
    [
      'a server that wants TLS',
      'tls',
      withCode('28000', 'no pg_hba.conf entry for host "vault", no encryption'),
    ],
    ['a certificate', 'tls', withCode('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['an expired certificate', 'tls', withCode('CERT_HAS_EXPIRED')],
    ['a host without a route', 'refused', withCode('EHOSTUNREACH')],
    ['a reset', 'connection-lost', withCode('ECONNRESET')],
    ['a broken pipe', 'connection-lost', withCode('EPIPE')],
    [
      'MySQL: read only, as Knex wraps it',
      'permission',
      new Error(
        'update `vault` - The MariaDB server is running with the --read-only option so it cannot execute this statement',
      ),
    ],
    [
      'SQLite: read only, as Knex wraps it',
      'permission',
      new Error('update `vault` - attempt to write a readonly database'),
    ],
    ['MySQL: credentials', 'credentials', withCode('ER_ACCESS_DENIED_ERROR')],
    ['MySQL: database', 'database-missing', withCode('ER_BAD_DB_ERROR')],
    [
      'MySQL: connections',
      'too-many-connections',
      withCode('ER_CON_COUNT_ERROR'),
    ],
    ['MySQL: shutdown', 'shutting-down', withCode('ER_SERVER_SHUTDOWN')],
    ['MySQL: lost', 'connection-lost', withCode('PROTOCOL_CONNECTION_LOST')],
    ['MySQL: lock', 'locked', withCode('ER_LOCK_WAIT_TIMEOUT')],
    ['MySQL: privilege', 'permission', withCode('ER_TABLEACCESS_DENIED_ERROR')],
    [
      'MySQL: a code that is not listed, with an SQLSTATE that is',
      'credentials',
      Object.assign(withCode('ER_VAULT'), { sqlState: '28000' }),
    ],
    ['an extended code of SQLite', 'locked', withCode('SQLITE_BUSY_SNAPSHOT')],
    ['a full pool', 'pool-full', new PoolFullError('vault')],
    ['a cause', 'dns', new ForwardedError('vault', withCode('ENOTFOUND'))],
    [
      'the first of many errors that has a name',
      'refused',
      new AggregateError(
        [new Error('vault'), withCode('ECONNREFUSED')],
        'vault',
      ),
    ],
    [
      'what is left of an attempt at several addresses',
      'refused',
      new Error(
        "Failed to connect to the database to make sure that 'vault' exists, AggregateError",
      ),
    ],
    [
      'a text',
      'credentials',
      'password authentication failed for user "reader"',
    ],
  ])('knows %s', async (_case, kind, error) => {
    expect(await failureOf(() => Promise.reject(error))).toMatchObject({
      kind,
    });
  });

  it('knows the deadline of an AbortSignal', async () => {
    const signal = AbortSignal.timeout(1);
    await new Promise(done => signal.addEventListener('abort', done));
    expect(describeFailure(signal.reason).kind).toBe('timeout');
  });

  it.each([
    undefined,
    null,
    42,
    'vault',
    {},
    Object.create(null),
    new Error('s3cret at reader:vault@localhost'),
    withCode('s3cret'),
    withCode('ER_s3cret'),
    {
      get code() {
        throw new Error('s3cret');
      },
      get message() {
        throw new Error('s3cret');
      },
    },
  ])('says nothing of what it does not know (%#)', async error => {
    const { kind, sentence } = describeFailure(error);
    expect(kind).toBe('other');
    expect(sentence).not.toMatch(secrets);
  });

  it('ends with causes that go round', () => {
    const error = new Error('round');
    error.cause = new Error('and round', { cause: error });
    expect(describeFailure(error).kind).toBe('other');
  });
});
