import { PoolFullError } from 'backstage-plugin-database-health-node';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { asSuperuser, databaseMode } from '../__testUtils__/postgresSubjects';
import {
  type Subject,
  adapterOf,
  readFact,
  withDatabase,
} from '../__testUtils__/subject';

describe.each([14, 18] as const)('An open database of PostgreSQL %i', major => {
  let server: PostgresServer;
  let subject: Subject;
  let created = 0;

  beforeAll(async () => {
    server = await startPostgres({ major });
  });
  beforeEach(async () => {
    created += 1;
    subject = await databaseMode(server).create(`plugin${created}`);
  });
  afterEach(() => subject?.dispose());
  afterAll(() => server?.dispose());

  const pool = () => subject.client.client.pool;
  const readIdentity = () => readFact(subject, 'identity');

  it('is refused to write by the server', async () => {
    await subject.client.schema.createTable('kept', table =>
      table.increments(),
    );
    await subject.client('kept').insert({});
    await withDatabase(subject, async database => {
      for (const statement of ['create table t ()', 'delete from kept']) {
        await expect(
          database.read(query => query(statement)),
        ).rejects.toMatchObject({ code: '25006' });
      }
      expect(
        await database.read(query => query('select id from kept')),
      ).toEqual([{ id: 1 }]);
    });
  });

  it('has its limits in force while it reads, and only then', async () => {
    const limits = `
      select
        pg_backend_pid() as pid,
        current_setting('statement_timeout') as statement,
        current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle,
        current_setting('transaction_read_only') as readonly`;
    const within = await withDatabase(subject, database =>
      database.read(async query => (await query<{ pid: number }>(limits))[0]),
    );
    expect(within).toEqual({
      pid: expect.any(Number),
      statement: '5s',
      lock: '50ms',
      idle: '10s',
      readonly: 'on',
    });
    const { rows } = await subject.client.raw(limits);
    expect(rows).toEqual([
      {
        pid: within.pid,
        statement: '0',
        lock: '0',
        idle: '0',
        readonly: 'off',
      },
    ]);
  });

  it('leaves no transaction open', async () => {
    const states = () =>
      asSuperuser(
        server,
        `select distinct state from pg_stat_activity
         where datname = '${subject.identity.name}'`,
      );
    await withDatabase(subject, async database => {
      await database.read(query => query('select 1'));
      expect(await states()).toEqual([{ state: 'idle' }]);
      await expect(
        database.read(query => query('select no_such_column')),
      ).rejects.toMatchObject({ code: '42703' });
      expect(await states()).toEqual([{ state: 'idle' }]);
      await expect(
        database.read(async () => {
          throw new Error('The reader is wrong');
        }),
      ).rejects.toThrow('The reader is wrong');
      expect(await states()).toEqual([{ state: 'idle' }]);
      expect(await database.read(query => query('select 1 as one'))).toEqual([
        { one: 1 },
      ]);
    });
  });

  it('raises no event on the client of the plugin', async () => {
    const seen: unknown[] = [];
    const events = ['query', 'query-response', 'query-error'];
    events.forEach(event => subject.client.on(event, e => seen.push(e)));
    await readIdentity();
    expect(seen).toEqual([]);
    await subject.client.raw('select 1');
    expect(seen).toHaveLength(2);
  });

  it('is cancelled by the server after its time', async () => {
    await withDatabase(subject, async database => {
      await expect(
        database.read(query => query('select pg_sleep(30)')),
      ).rejects.toMatchObject({ code: '57014' });
      await database.read(query => query('select 1'));
    });
    expect(pool().numUsed()).toBe(0);
  });

  it('gives a server up that hangs, at the deadline', async () => {
    const deadline = new Error('The deadline has passed');
    const controller = new AbortController();
    const database = await adapterOf(subject).openDatabase(
      subject.observation,
      controller.signal,
    );
    expect(pool().numUsed()).toBe(1);
    server.pause();
    try {
      const reading = database.read(query => query('select 1'));
      setTimeout(() => controller.abort(deadline), 200);
      await expect(reading).rejects.toBe(deadline);
      await expect(database.read(query => query('select 1'))).rejects.toBe(
        deadline,
      );
      database.close();
      expect(pool().numUsed()).toBe(0);
      expect(pool().numFree()).toBe(0);
    } finally {
      server.resume();
    }
    await subject.client.raw('select 1');
    expect(await readIdentity()).toMatchObject(subject.identity);
    expect(pool().numUsed()).toBe(0);
  });

  it('gives a connection up that breaks, and the next is whole', async () => {
    await withDatabase(subject, async database => {
      const [{ pid }] = await database.read(query =>
        query<{ pid: number }>('select pg_backend_pid() as pid'),
      );
      await asSuperuser(server, `select pg_terminate_backend(${pid})`);
      const broken = await database
        .read(query => query('select 1'))
        .catch(error => error);
      expect(broken).toBeInstanceOf(Error);
      await expect(database.read(query => query('select 1'))).rejects.toThrow();
    });
    expect(pool().numUsed()).toBe(0);
    expect(pool().numFree()).toBe(0);
    expect(await readIdentity()).toMatchObject(subject.identity);
  });

  it('discards its connection when it is closed amid a read', async () => {
    const database = await adapterOf(subject).openDatabase(
      subject.observation,
      AbortSignal.timeout(10_000),
    );
    const reading = database.read(query => query('select pg_sleep(1)'));
    database.close();
    await expect(reading).rejects.toThrow('closed while it was read');
    expect(pool().numUsed()).toBe(0);
    database.close();
    await expect(database.read(query => query('select 1'))).rejects.toThrow();
  });

  it('does not queue behind a pool that is full', async () => {
    const held = await Promise.all(
      Array.from({ length: pool().max }, () => subject.client.transaction()),
    );
    await expect(readIdentity()).rejects.toThrow(PoolFullError);
    expect(pool().numPendingAcquires()).toBe(0);
    await held[0].rollback();
    expect(await readIdentity()).toMatchObject(subject.identity);
    await Promise.all(held.slice(1).map(transaction => transaction.rollback()));
  });
});
