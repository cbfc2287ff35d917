import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import {
  available,
  type MariadbServer,
  startMariadb,
  whyUnavailable,
} from './index';

async function ask(server: MariadbServer, sql: string) {
  const connection = await mysql.createConnection(server.connection());
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    connection.destroy();
  }
}

it('says what is missing where MariaDB is', () => {
  expect(whyUnavailable === undefined).toBe(available);
  expect(whyUnavailable ?? 'mariadbd').toContain('mariadbd');
});

(available ? describe : describe.skip)('MariaDB', () => {
  let server: MariadbServer;

  beforeAll(async () => {
    server = await startMariadb({ settings: { max_connections: '42' } });
  });
  afterAll(() => server?.dispose());

  it('tells its version and takes settings', async () => {
    expect(
      await ask(
        server,
        `select substring_index(version(), '-', 1) as version,
           @@max_connections as connections`,
      ),
    ).toEqual([{ version: server.version, connections: 42 }]);
  });

  it('keeps its data and port when stopped and started again', async () => {
    const { port } = server;
    await ask(server, 'create database kept');
    await server.stop();
    await expect(ask(server, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await server.start();
    expect(server.port).toBe(port);
    expect(await ask(server, `show databases like 'kept'`)).toHaveLength(1);
  });

  it('hangs while paused and goes on when resumed', async () => {
    server.pause();
    const question = ask(server, 'select 1 as one').then(rows => ({ rows }));
    const first = await Promise.race([question, sleep(500, 'silence')]);
    expect(first).toBe('silence');
    server.resume();
    expect(await question).toEqual({ rows: [{ one: 1 }] });
  });

  it('ends open sessions when killed, and recovers', async () => {
    await ask(server, 'create database survivor');
    const asleep = ask(server, 'select sleep(600)').catch(String);
    const sleepers =
      "select 1 from information_schema.processlist where state = 'User sleep'";
    while ((await ask(server, sleepers)).length === 0) {
      await sleep(20);
    }
    await server.kill();
    expect(await asleep).toMatch(/closed|lost|ECONNRESET/);
    await server.start();
    expect(await ask(server, `show databases like 'survivor'`)).toHaveLength(1);
  });

  it('stops while paused', async () => {
    server.pause();
    await server.stop();
    await server.start();
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('leaves nothing behind when disposed of', async () => {
    const temporary = await startMariadb();
    expect(existsSync(temporary.dataDirectory)).toBe(true);
    await temporary.dispose();
    expect(existsSync(temporary.dataDirectory)).toBe(false);
    await expect(ask(temporary, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('says what is wrong when it cannot start', async () => {
    await expect(
      startMariadb({ settings: { no_such_setting: 'x' } }),
    ).rejects.toThrow(/no_such_setting/);
  });
});
