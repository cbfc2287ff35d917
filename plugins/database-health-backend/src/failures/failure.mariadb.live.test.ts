import { truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import type { FailureKind } from 'backstage-plugin-database-health-node';
import {
  clientOfBackstage,
  clientsOf,
  closedPort,
  failureOf,
} from './__testUtils__/failures';

(available ? describe : describe.skip)('errors of MariaDB', () => {
  let server: MariadbServer;
  let admin: Knex;
  const reader = { user: 'reader', password: 's3cret' };
  const { connect, destroyLater } = clientsOf('mysql2', () => server);
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
  afterEach(destroyLater);
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
      sentence: expect.stringMatching(/^The database is read-only: /),
    };
    const write = () => client.raw('delete from vault.vault');
    expect(await failureOf(write)).toEqual(readOnly);
    await admin.raw('set global read_only = off');
    await client.raw('start transaction read only');
    expect(await failureOf(write)).toEqual(readOnly);
    await client.raw('rollback');
    await admin.raw('revoke all on vault.* from reader');
  });

  it.each([
    ['select vault', /^A column does not exist/],
    ['select * from vault.vaults', /^A table does not exist/],
    ['create table vault.vault (id int)', /^A table that is to be made/],
    [
      'insert into vault.vault values (7), (7)',
      /^There is a row with the same/,
    ],
    ['insert into vault.vault values (null)', /^A column that needs a value/],
    ['selec vault', /^The statement was not understood/],
    [`signal sqlstate '45000'`, /the error ER_SIGNAL_EXCEPTION\.$/],
  ])('says the usual cause of what %s ends in', async (statement, sentence) => {
    const failure = await failureOf(() => admin.raw(statement));
    expect(failure.kind).toBe('other');
    expect(failure.sentence).toMatch(sentence);
  });

  it('knows an account that demands encryption, is locked, or whose password expired', async () => {
    const why = async (change: string, cure: string) => {
      await admin.raw(`alter user reader ${change}`);
      const { kind, sentence, remedy } = await failureOf(() => ask(reader));
      expect(kind).toBe('credentials');
      expect(remedy).toMatch(/`(alter user|show create user) <user>/);
      await admin.raw(`alter user reader ${cure}`);
      await ask(reader);
      return sentence;
    };
    expect(await why('require ssl', 'require none')).toContain('REQUIRE SSL');
    expect(await why('account lock', 'account unlock')).toContain('is locked');
    expect(await why('password expire', `identified by 's3cret'`)).toContain(
      'has expired',
    );
  });

  it('knows an account that was tried too often with a wrong password', async () => {
    await admin.raw('set global max_password_errors = 1');
    await failureOf(() => ask({ ...reader, password: 'vault' }));
    expect(await failureOf(() => ask(reader))).toEqual({
      kind: 'credentials',
      sentence: expect.stringContaining('is blocked on the server'),
      remedy: expect.stringContaining('`flush privileges;`'),
    });
    await admin.raw('flush privileges');
    await ask(reader);
    await admin.raw('set global max_password_errors = default');
  });

  it('knows a damaged table', async () => {
    await admin.raw('create table vault.broken (id int) engine = MyISAM');
    await admin.raw('insert into vault.broken values (1), (2), (3)');
    const [[{ folder }]] = await admin.raw('select @@datadir as folder');
    await admin.raw('flush tables');
    truncateSync(join(folder, 'vault', 'broken.MYI'), 100);
    const select = () => admin.raw('select * from vault.broken');
    expect(await failureOf(select)).toMatchObject({ kind: 'damaged' });
    await admin.raw('drop table vault.broken');
  });

  it('knows them inside the text of what Backstage throws', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation();
    const getClient = (connection: JsonObject) =>
      clientOfBackstage({
        client: 'mysql2',
        connection: { ...server.connection(), ...connection },
      });
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
