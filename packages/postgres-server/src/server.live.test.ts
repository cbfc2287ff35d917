import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { availableMajors, type PostgresServer, startPostgres } from './index';

async function ask(server: PostgresServer, sql: string) {
  const client = new Client(server.connection());
  // The server may end the session: the promise of the query tells it.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

// All tests run on the majors that are available, so none of them misses one.
it('has the programs of every major that exist for this platform', () => {
  const has14 = process.platform === 'linux' && process.arch === 'x64';
  expect(availableMajors).toEqual(has14 ? [14, 18] : [18]);
});

describe.each(availableMajors)('PostgreSQL %i', major => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres({ major, settings: { work_mem: '5MB' } });
  });
  afterAll(() => server?.dispose());

  it('is the major that was asked for, with the settings that were given', async () => {
    const [row] = await ask(
      server,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('work_mem') as memory`,
    );
    expect(row).toEqual({ major, memory: '5MB' });
  });

  it('keeps its data and port when stopped and started again', async () => {
    const { port } = server;
    await ask(server, 'create table kept as select 42 as answer');
    await server.stop();
    await expect(ask(server, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await server.start();
    expect(server.port).toBe(port);
    expect(await ask(server, 'select answer from kept')).toEqual([
      { answer: 42 },
    ]);
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
    // A temporary server does not wait for what it writes; this must be there.
    await ask(
      server,
      'set synchronous_commit = on; create table survivor as select 1 as one',
    );
    const asleep = ask(server, 'select pg_sleep(600)').catch(String);
    const sleepers =
      "select from pg_stat_activity where wait_event = 'PgSleep'";
    while ((await ask(server, sleepers)).length === 0) {
      await sleep(20);
    }
    await server.kill();
    expect(await asleep).toMatch(/terminated|ECONNRESET/);
    await server.start();
    expect(await ask(server, 'select one from survivor')).toEqual([{ one: 1 }]);
  });

  it('stops while paused', async () => {
    server.pause();
    await server.stop();
    await server.start();
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('leaves nothing behind when disposed of', async () => {
    const temporary = await startPostgres({ major });
    expect(existsSync(temporary.dataDirectory)).toBe(true);
    await temporary.dispose();
    expect(existsSync(temporary.dataDirectory)).toBe(false);
    await expect(ask(temporary, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });
});

it('says what is wrong when it cannot start', async () => {
  await expect(
    startPostgres({ settings: { no_such_setting: 'x' } }),
  ).rejects.toThrow(/no_such_setting/);
});
