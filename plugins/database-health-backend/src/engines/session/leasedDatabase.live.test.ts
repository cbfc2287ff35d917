import { PoolFullError } from '../../observation/types';
import { available, startMariadb } from 'mariadb-server';
import { startPostgres } from 'postgres-server';
import { describeEach } from '../../__testUtils__/engines';
import * as mysql from '../__testUtils__/mariadbSubjects';
import * as postgres from '../__testUtils__/postgresSubjects';
import {
  type Subject,
  type SubjectKind,
  adapterOf,
  readFact,
  withDatabase,
} from '../__testUtils__/subject';

interface Running {
  server: { pause(): void; resume(): void; dispose(): Promise<void> };
  kind: SubjectKind;
  endSession(id: number): Promise<unknown>;
}

/** An engine whose plugin databases are read over a leased connection. */
interface Engine {
  name: string;
  available: boolean;
  start(): Promise<Running>;
  /** A statement that takes so many seconds. */
  sleep(seconds: number): string;
  /** What a statement is rejected with that the server has cancelled. */
  cancelled: object;
  /** A statement that tells the `id` of its session. */
  ownSession: string;
}

const engines: readonly Engine[] = [
  ...([14, 18] as const).map(
    (major): Engine => ({
      name: `PostgreSQL ${major}`,
      available: true,
      async start() {
        const server = await startPostgres({ major });
        return {
          server,
          kind: postgres.databaseMode(server),
          endSession: id =>
            postgres.asSuperuser(server, `select pg_terminate_backend(${id})`),
        };
      },
      sleep: seconds => `select pg_sleep(${seconds})`,
      cancelled: { code: '57014' },
      ownSession: 'select pg_backend_pid() as id',
    }),
  ),
  {
    name: 'MariaDB',
    available,
    async start() {
      const server = await startMariadb();
      return {
        server,
        kind: mysql.mariadb(server),
        endSession: id => mysql.asSuperuser(server, `kill ${id}`),
      };
    },
    sleep: seconds => `select sleep(${seconds})`,
    cancelled: { errno: 1969 },
    ownSession: 'select connection_id() as id',
  },
];

describeEach(engines, 'A leased database of', engine => {
  let running: Running;
  let subject: Subject;
  let created = 0;

  beforeAll(async () => {
    running = await engine.start();
  });
  beforeEach(async () => {
    created += 1;
    subject = await running.kind.create(`plugin${created}`);
  });
  afterEach(() => subject?.dispose());
  afterAll(() => running?.server.dispose());

  const pool = () => subject.client.client.pool;
  const readIdentity = () => readFact(subject, 'identity');

  /** What the one connection of the pool is asked, statement by statement. */
  async function sentBy({ client }: Subject, work: () => Promise<void>) {
    const connection = await client.client.acquireConnection();
    await client.client.releaseConnection(connection);
    const query = jest.spyOn(connection, 'query');
    await work();
    return query.mock.calls.map(([sent]) =>
      String((sent as { sql?: string }).sql ?? sent).trim(),
    );
  }

  it('raises no event on the client of the plugin', async () => {
    const { client } = subject;
    const seen: unknown[] = [];
    const events = ['query', 'query-response', 'query-error'];
    events.forEach(event => client.on(event, e => seen.push(e)));
    await readIdentity();
    expect(seen).toEqual([]);
    await client.raw('select 1');
    expect(seen).toHaveLength(2);
  });

  it('is cancelled by the server after its time', async () => {
    await withDatabase(subject, async database => {
      await expect(
        database.read(query => query(engine.sleep(30))),
      ).rejects.toMatchObject(engine.cancelled);
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
    running.server.pause();
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
      running.server.resume();
    }
    await subject.client.raw('select 1');
    expect(await readIdentity()).toMatchObject(subject.identity);
    expect(pool().numUsed()).toBe(0);
  });

  it('gives a connection up that breaks, and the next is whole', async () => {
    await withDatabase(subject, async database => {
      const [{ id }] = await database.read(query =>
        query<{ id: number }>(engine.ownSession),
      );
      await running.endSession(id);
      const read = () => database.read(query => query('select 1'));
      await expect(read()).rejects.toThrow();
      await expect(read()).rejects.toThrow();
    });
    expect(pool().numUsed()).toBe(0);
    expect(pool().numFree()).toBe(0);
    expect(await readIdentity()).toMatchObject(subject.identity);
  });

  it('makes several reads in one transaction, and goes on after one that fails', async () => {
    const begun: unknown[] = [];
    const sent = await sentBy(subject, async () => {
      await withDatabase(subject, database =>
        database.together(async () => {
          const read = () =>
            database.read(query => query<{ id: number }>(engine.ownSession));
          begun.push(await read());
          await expect(
            database.read(query => query('select no_such_column')),
          ).rejects.toThrow();
          begun.push(await read(), await read());
        }),
      );
    });
    expect(begun).toEqual([begun[0], begun[0], begun[0]]);
    const transactions = (words: RegExp) =>
      sent.filter(sql => words.test(sql)).length;
    expect(transactions(/^(begin|start) transaction/)).toBe(2);
    expect(transactions(/^rollback(?! to)/)).toBe(1);
    expect(transactions(/\bcommit\b/)).toBe(1);
    expect(pool().numUsed()).toBe(0);
    expect(pool().numFree()).toBe(1);
  });

  it('discards its connection when it is closed between reads made together', async () => {
    await withDatabase(subject, database =>
      expect(
        database.together(async () => {
          await database.read(query => query('select 1'));
          database.close();
          await database.read(query => query('select 1'));
        }),
      ).rejects.toThrow('closed while it was read'),
    );
    expect(pool().numUsed()).toBe(0);
    expect(pool().numFree()).toBe(0);
  });

  it('discards its connection when it is closed amid a read', async () => {
    const database = await adapterOf(subject).openDatabase(
      subject.observation,
      AbortSignal.timeout(10_000),
    );
    const reading = database.read(query => query(engine.sleep(1)));
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
