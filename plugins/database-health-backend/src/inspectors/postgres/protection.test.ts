import { PoolFullError } from 'backstage-plugin-database-health-node';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { MigrationsFolder } from '../__testUtils__/migrations';
import {
  asSuperuser,
  databaseMode,
  schemaMode,
} from '../__testUtils__/postgresSubjects';
import {
  type Subject,
  adapterOf,
  readFact,
  withSession,
} from '../__testUtils__/subject';

jest.setTimeout(60_000);

describe.each([14, 18] as const)('PostgreSQL %i is protected', major => {
  let server: PostgresServer;
  let subject: Subject;
  let folder: MigrationsFolder;
  let created = 0;

  beforeAll(async () => {
    // Autovacuum takes transaction ids and short locks of its own.
    server = await startPostgres({ major, settings: { autovacuum: 'off' } });
  });
  beforeEach(async () => {
    created += 1;
    subject = await databaseMode(server).create(`plugin${created}`);
    folder = new MigrationsFolder().add('1_first.js');
    await migrate('knex_migrations');
    await migrate('other__knex_migrations');
  });
  afterEach(async () => {
    folder.dispose();
    await subject?.dispose();
  });
  afterAll(() => server?.dispose());

  const migrate = (tableName: string) =>
    subject.client.migrate.latest({ directory: folder.directory, tableName });
  const pool = () => subject.client.client.pool;

  /** Another session, to hold a lock. */
  async function otherSession(database = subject.identity.name) {
    const client = new Client(server.connection(database));
    await client.connect();
    return client;
  }

  async function readAll() {
    return withSession(subject, async session => {
      const { identity, size, ledgers, connections } =
        adapterOf(subject).inspector;
      return {
        identity: await identity!(session),
        size: await size!(session),
        ledgers: await ledgers!(session),
        connections: await connections!(session),
      };
    });
  }

  it('writes nothing', async () => {
    const written = async () =>
      asSuperuser(
        server,
        `select
           (select count(*) from pg_class) as relations,
           pg_snapshot_xmax(pg_current_snapshot()) as next_transaction_id`,
        subject.identity.name,
      );
    await subject.client.schema
      .dropTable('other__knex_migrations')
      .dropTable('other__knex_migrations_lock');
    const before = await written();
    await readAll();
    expect(await written()).toEqual(before);
  });

  it('is refused to write by the server', async () => {
    await withSession(subject, async session => {
      await expect(
        session.read(query => query('create table t ()')),
      ).rejects.toMatchObject({ code: '25006' });
      await expect(
        session.read(query => query('delete from knex_migrations')),
      ).rejects.toMatchObject({ code: '25006' });
    });
    expect((await readAll()).ledgers[0].applied).toHaveLength(1);
  });

  it('has its limits in force while it reads, and only then', async () => {
    const limits = `
      select
        pg_backend_pid() as pid,
        current_setting('statement_timeout') as statement,
        current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle,
        current_setting('transaction_read_only') as readonly`;
    const within = await withSession(subject, session =>
      session.read(async query => (await query<{ pid: number }>(limits))[0]),
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
    await withSession(subject, async session => {
      await session.read(query => query('select 1'));
      expect(await states()).toEqual([{ state: 'idle' }]);
      await expect(
        session.read(query => query('select no_such_column')),
      ).rejects.toMatchObject({ code: '42703' });
      expect(await states()).toEqual([{ state: 'idle' }]);
      await expect(
        session.read(async () => {
          throw new Error('The reader is wrong');
        }),
      ).rejects.toThrow('The reader is wrong');
      expect(await states()).toEqual([{ state: 'idle' }]);
      expect(await session.read(query => query('select 1 as one'))).toEqual([
        { one: 1 },
      ]);
    });
  });

  it('raises no event on the client of the plugin', async () => {
    const seen: unknown[] = [];
    const events = ['query', 'query-response', 'query-error'];
    events.forEach(event => subject.client.on(event, e => seen.push(e)));
    await readAll();
    expect(seen).toEqual([]);
    await subject.client.raw('select 1');
    expect(seen).toHaveLength(2);
  });

  it('skips a ledger that is locked, and reads the rest exactly', async () => {
    const other = await otherSession();
    await other.query('begin');
    await other.query('lock knex_migrations in access exclusive mode');

    const { identity, size, ledgers, connections } = await readAll();
    expect(ledgers).toMatchObject([
      {
        table: 'knex_migrations',
        files: ['1_first.js'],
        applied: [],
        lockRows: null,
        unreadable: { kind: 'locked' },
      },
      { table: 'other__knex_migrations', applied: [{ name: '1_first.js' }] },
    ]);
    expect(ledgers[1]).not.toHaveProperty('unreadable');
    expect(identity).toMatchObject(subject.identity);
    expect(size).toEqual({
      bytes: await subject.sizeBytes(),
      approximate: false,
      tables: 4,
    });
    expect(connections.used).toBeGreaterThanOrEqual(2);

    await other.query('rollback');
    expect((await readAll()).ledgers[0]).toMatchObject({
      applied: [{ name: '1_first.js' }],
    });
    await other.end();
  });

  it('skips a ledger whose lock alone is locked', async () => {
    const other = await otherSession();
    await other.query('begin');
    await other.query('lock knex_migrations_lock in access exclusive mode');
    expect((await readAll()).ledgers).toMatchObject([
      { unreadable: { kind: 'locked' } },
      { applied: [{ name: '1_first.js' }] },
    ]);
    await other.end();
  });

  it('waits no longer than the lock limit for a ledger that is locked after it was looked for', async () => {
    const other = await otherSession();
    let reads = 0;
    const ledgers = await readFact(subject, 'ledgers', session => ({
      engine: session.engine,
      observation: session.observation,
      read: async work => {
        reads += 1;
        if (reads === 2) {
          await other.query('begin');
          await other.query('lock knex_migrations in access exclusive mode');
        }
        return session.read(work);
      },
    }));
    expect(ledgers).toMatchObject([
      { unreadable: { kind: 'locked' } },
      { applied: [{ name: '1_first.js' }] },
    ]);
    await other.end();
  });

  it('needs no more than SELECT, and says where it lacks that', async () => {
    const { name } = subject.identity;
    const role = `reader${created}`;
    await asSuperuser(
      server,
      `create role ${role} login;
       grant select on knex_migrations, knex_migrations_lock to ${role};`,
      name,
    );
    // The server asks no password of its own machine.
    await subject.client.raw(`set session authorization ${role}`);
    const { identity, size, ledgers, connections } = await readAll();
    expect(identity).toMatchObject(subject.identity);
    expect(size).toMatchObject({ bytes: await subject.sizeBytes(), tables: 4 });
    expect(connections).toMatchObject({ limit: 100, reserved: 3 });
    expect(connections.used).toBeGreaterThanOrEqual(1);
    expect(ledgers).toMatchObject([
      {
        table: 'knex_migrations',
        applied: [{ name: '1_first.js' }],
        lockRows: [{ index: 1, isLocked: false }],
      },
      {
        table: 'other__knex_migrations',
        unreadable: { kind: 'permission' },
      },
    ]);
  });

  it('counts connections that its role may not look into', async () => {
    const role = `stranger${created}`;
    await asSuperuser(server, `create role ${role} login`);
    await subject.client.raw(`set session authorization ${role}`);
    const other = await otherSession('postgres');
    const blank = await subject.client.raw(
      `select backend_type from pg_stat_activity where pid = ${
        (
          await other.query('select pg_backend_pid() as pid')
        ).rows[0].pid
      }`,
    );
    expect(blank.rows).toEqual([{ backend_type: null }]);

    const before = (await readAll()).connections.used;
    const another = await otherSession('postgres');
    expect((await readAll()).connections.used).toBe(before + 1);
    await another.end();
    await other.end();
  });

  it('is cancelled by the server after its time', async () => {
    await withSession(subject, async session => {
      await expect(
        session.read(query => query('select pg_sleep(30)')),
      ).rejects.toMatchObject({ code: '57014' });
      await session.read(query => query('select 1'));
    });
    expect(pool().numUsed()).toBe(0);
  });

  it('gives a server up that hangs, at the deadline', async () => {
    const deadline = new Error('The deadline has passed');
    const controller = new AbortController();
    const session = await adapterOf(subject).openSession(
      subject.observation,
      controller.signal,
    );
    expect(pool().numUsed()).toBe(1);
    server.pause();
    try {
      const reading = session.read(query => query('select 1'));
      setTimeout(() => controller.abort(deadline), 200);
      await expect(reading).rejects.toBe(deadline);
      await expect(session.read(query => query('select 1'))).rejects.toBe(
        deadline,
      );
      session.close();
      expect(pool().numUsed()).toBe(0);
      expect(pool().numFree()).toBe(0);
    } finally {
      server.resume();
    }
    await subject.client.raw('select 1');
    expect((await readAll()).identity).toMatchObject(subject.identity);
    expect(pool().numUsed()).toBe(0);
  });

  it('gives a connection up that breaks, and the next is whole', async () => {
    const ended = withSession(subject, async session => {
      const [{ pid }] = await session.read(query =>
        query<{ pid: number }>('select pg_backend_pid() as pid'),
      );
      await asSuperuser(server, `select pg_terminate_backend(${pid})`);
      const broken = await session
        .read(query => query('select 1'))
        .catch(error => error);
      expect(broken).toBeInstanceOf(Error);
      await expect(session.read(query => query('select 1'))).rejects.toThrow();
    });
    await ended;
    expect(pool().numUsed()).toBe(0);
    expect((await readAll()).identity).toMatchObject(subject.identity);
  });

  it('discards its connection when it is closed amid a read', async () => {
    const session = await adapterOf(subject).openSession(
      subject.observation,
      AbortSignal.timeout(10_000),
    );
    const reading = session.read(query => query('select pg_sleep(1)'));
    session.close();
    await expect(reading).rejects.toThrow('closed while it was read');
    expect(pool().numUsed()).toBe(0);
    session.close();
    await expect(session.read(query => query('select 1'))).rejects.toThrow();
  });

  it('does not queue behind a pool that is full', async () => {
    const held = await Promise.all(
      Array.from({ length: pool().max }, () => subject.client.transaction()),
    );
    await expect(readAll()).rejects.toThrow(PoolFullError);
    expect(pool().numPendingAcquires()).toBe(0);
    await held[0].rollback();
    expect((await readAll()).identity).toMatchObject(subject.identity);
    await Promise.all(held.slice(1).map(transaction => transaction.rollback()));
  });

  describe('in schema mode', () => {
    let ours: Subject;
    beforeEach(async () => {
      ours = await schemaMode(server).create(`schema${created}`);
      await ours.client.schema.createTable('big', table => {
        table.increments();
        table.text('content');
      });
      await ours.client.raw(`
        insert into big (content)
        select string_agg(md5(random()::text), '')
        from generate_series(1, 500) row, generate_series(1, 200)
        group by row`);
      await ours.client.raw('vacuum big');
    });
    afterEach(() => ours.dispose());

    it.each([
      ['a table', 'lock big in access exclusive mode'],
      ['an index', 'reindex index big_pkey'],
    ])('measures no relation that is locked: %s', async (_, statement) => {
      const bytes = await ours.sizeBytes();
      const other = await otherSession('portal');
      await other.query(`begin; set local search_path to schema${created}`);
      await other.query(statement);
      const size = await readFact(ours, 'size');
      expect(size).toMatchObject({ approximate: true, tables: 1 });
      expect(Math.abs(size.bytes - bytes) / bytes).toBeLessThan(0.1);

      await other.query('rollback');
      expect(await readFact(ours, 'size')).toEqual({
        bytes,
        approximate: false,
        tables: 1,
      });
      await other.end();
    });

    it('measures no relation for which such a lock is queued', async () => {
      const reader = await otherSession('portal');
      await reader.query(`begin; select count(*) from schema${created}.big`);
      const writer = await otherSession('portal');
      const waiting = writer.query(
        `begin; lock schema${created}.big in access exclusive mode`,
      );
      await until(async () => {
        const [{ queued }] = await asSuperuser<{ queued: number }>(
          server,
          `select count(*)::int as queued from pg_locks
           where not granted and mode = 'AccessExclusiveLock'`,
        );
        return queued === 1;
      });
      expect(await readFact(ours, 'size')).toMatchObject({ approximate: true });
      await reader.query('rollback');
      await waiting;
      await writer.query('rollback');
      expect(await readFact(ours, 'size')).toMatchObject({
        approximate: false,
      });
      await reader.end();
      await writer.end();
    });
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
