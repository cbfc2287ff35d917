import type { Sessions } from '../../../pure/facts';
import { mostSessions } from '../../../pure/facts';
import type { Client } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../../../__testUtils__/eventually';
import {
  asSuperuser,
  databaseMode,
  superuserSession,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever may connect has a session, its name and its statement told, without values, of
// at most 50, and chooses what they say; who blocks others comes first. No table is read.
describe.each([14, 18] as const)('Sessions of PostgreSQL %i', major => {
  let server: PostgresServer;
  let subject: Subject;
  const opened: Client[] = [];

  beforeAll(async () => {
    server = await startPostgres({ major });
    subject = await databaseMode(server).create('catalog');
    await subject.client.schema.createTable('things', table => {
      table.increments();
      table.text('name');
    });
    await subject.client('things').insert([{ name: 'a' }, { name: 'b' }]);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(each => each.end()));
  });
  afterAll(async () => {
    await subject?.dispose();
    await server?.dispose();
  });

  async function connect(database = subject.identity.name): Promise<Client> {
    const client = await superuserSession(server, database);
    client.on('error', () => {});
    opened.push(client);
    return client;
  }

  async function pidOf(client: Client): Promise<number> {
    const { rows } = await client.query('select pg_backend_pid() as pid');
    return rows[0].pid;
  }

  /** Looks until what it sees is what is waited for. */
  function seen(isThere: (told: Sessions) => boolean): Promise<Sessions> {
    return eventually(async () => {
      const told = await readFact(subject, 'sessions');
      if (!isThere(told)) {
        throw new Error(JSON.stringify(told));
      }
      return told;
    });
  }

  it('are none where nobody does anything', async () => {
    await connect();
    expect(await readFact(subject, 'sessions')).toEqual({
      sessions: [],
      truncated: false,
      partial: false,
    });
  });

  it('tell of a transaction that is idle, without the values in it', async () => {
    const idle = await connect();
    const pid = await pidOf(idle);
    await idle.query('begin');
    await idle.query(`update things set name = 'secret' where id = 1`);
    const { sessions } = await seen(told => told.sessions.length === 1);
    expect(sessions).toEqual([
      {
        pid,
        own: true,
        database: 'backstage_plugin_catalog',
        pluginId: null,
        stranger: true,
        application: '',
        user: expect.any(String),
        client: expect.stringMatching(/^[\d.:a-f]+$/),
        state: 'idle-in-transaction',
        stateMs: expect.any(Number),
        transactionMs: expect.any(Number),
        blockedBy: [],
        statement: 'update things set name = ? where id = ?',
      },
    ]);
    const later = await seen(told => told.sessions[0]?.stateMs > 200);
    expect(later.sessions[0].transactionMs).toBeGreaterThanOrEqual(
      later.sessions[0].stateMs,
    );
    await idle.query('rollback');
    expect((await readFact(subject, 'sessions')).sessions).toEqual([]);
  });

  it('tell of a statement that runs, and of the plugin that runs it', async () => {
    const running = subject.client
      .raw('select pg_sleep(?)', [600])
      .catch(({ code }) => code);
    const { sessions } = await seen(told =>
      told.sessions.some(({ statement }) => statement.includes('pg_sleep')),
    );
    expect(sessions).toEqual([
      expect.objectContaining({
        pluginId: 'catalog',
        application: 'backstage_plugin_catalog',
        state: 'active',
        waitsFor: 'Timeout: PgSleep',
        statement: 'select pg_sleep(?)',
      }),
    ]);
    await asSuperuser(server, `select pg_cancel_backend(${sessions[0].pid})`);
    expect(await running).toBe('57014');
  });

  it('tell of a chain of three who waits for whom, and for how long', async () => {
    const [first, second, third] = await Promise.all([
      connect(),
      connect(),
      connect(),
    ]);
    const pids = await Promise.all([first, second, third].map(pidOf));
    const update = (client: Client, id: number) =>
      client.query('update things set name = name where id = $1', [id]);
    await first.query('begin');
    await second.query('begin');
    await update(first, 1);
    await update(second, 2);
    const secondWaits = update(second, 1);
    const thirdWaits = update(third, 2);
    const { sessions } = await seen(
      told => told.sessions.filter(each => each.blockedBy.length).length === 2,
    );
    const links = Object.fromEntries(
      sessions.map(({ pid, blockedBy, state }) => [pid, { blockedBy, state }]),
    );
    expect(links).toEqual({
      [pids[0]]: { blockedBy: [], state: 'idle-in-transaction' },
      [pids[1]]: { blockedBy: [pids[0]], state: 'active' },
      [pids[2]]: { blockedBy: [pids[1]], state: 'active' },
    });
    const blockedMs = (told: Sessions, pid: number) =>
      told.sessions.find(each => each.pid === pid)?.blockedMs ?? 0;
    await seen(told => blockedMs(told, pids[1]) > 300);
    expect(sessions.find(({ pid }) => pid === pids[0])).not.toHaveProperty(
      'blockedMs',
    );
    await first.query('rollback');
    await secondWaits;
    await second.query('rollback');
    await thirdWaits;
    expect((await readFact(subject, 'sessions')).sessions).toEqual([]);
  });

  it('tell of one that blocks others while it is idle', async () => {
    const [holder, waiter] = [await connect(), await connect()];
    await holder.query('select pg_advisory_lock(1)');
    const waits = waiter.query('select pg_advisory_lock(1)');
    const { sessions } = await seen(told => told.sessions.length === 2);
    expect(sessions.map(({ state }) => state).sort()).toEqual([
      'active',
      'idle',
    ]);
    await holder.query('select pg_advisory_unlock(1)');
    await waits;
  });

  it('leave out those of databases that are not looked at', async () => {
    await asSuperuser(server, 'create database other').catch(() => {});
    const elsewhere = await connect('other');
    await elsewhere.query('begin');
    await elsewhere.query('select 1');
    expect((await readFact(subject, 'sessions')).sessions).toEqual([]);
  });

  it('say that they are told in part to a role without privileges', async () => {
    await asSuperuser(
      server,
      `do $$ begin create role plain login password 'plain'; exception when duplicate_object then null; end $$`,
    );
    const plain = await databaseMode(server, {
      user: 'plain',
      password: 'plain',
    }).create('catalog');
    const idle = await connect();
    await idle.query('begin');
    await idle.query('select 1');
    expect(await readFact(plain, 'sessions')).toEqual({
      sessions: [],
      truncated: false,
      partial: true,
    });
    await plain.dispose();
  });

  it('are bounded, and those of a chain are told first', async () => {
    const many = await Promise.all(
      Array.from({ length: mostSessions + 5 }, () => connect()),
    );
    for (const client of many) {
      await client.query('begin');
      await client.query('select 1');
    }
    await many[many.length - 1].query('update things set name = name');
    const waiter = await connect();
    const waits = waiter.query('update things set name = name');
    const told = await seen(
      ({ sessions }) =>
        sessions[0]?.blockedBy.length > 0 || sessions[1]?.blockedBy.length > 0,
    );
    expect(told.sessions).toHaveLength(mostSessions);
    expect(told.truncated).toBe(true);
    await many[many.length - 1].query('rollback');
    await waits;
  });
});
