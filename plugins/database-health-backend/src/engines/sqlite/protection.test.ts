import { PoolFullError } from '../../observation/types';
import knex from 'knex';
import { MigrationsFolder } from '../__testUtils__/migrations';
import { sqliteFile } from '../__testUtils__/sqliteSubjects';
import {
  type Subject,
  type SubjectKind,
  adapterOf,
  readFact,
  unseen,
  withDatabase,
} from '../__testUtils__/subject';

describe('SQLite is protected', () => {
  let kind: SubjectKind;
  let subject: Subject;
  let folder: MigrationsFolder;
  let created = 0;

  beforeAll(() => {
    kind = sqliteFile();
  });
  beforeEach(async () => {
    created += 1;
    subject = await kind.create(`plugin${created}`);
    folder = new MigrationsFolder().add('1_first.js');
    await subject.client.migrate.latest({ directory: folder.directory });
  });
  afterEach(async () => {
    folder.dispose();
    await subject?.dispose();
  });
  afterAll(() => kind?.dispose());

  const pool = () => subject.client.client.pool;

  it.each([
    'create table t (c)',
    'delete from knex_migrations',
    'pragma user_version = 7',
    'begin immediate',
    'vacuum',
  ])('refuses to run a statement that writes: %s', async statement => {
    await withDatabase(subject, async database => {
      await expect(database.read(query => query(statement))).rejects.toThrow(
        'A watched database is never written to',
      );
    });
    expect(pool().numUsed()).toBe(0);
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { applied: [{ name: '1_first.js' }] },
    ]);
  });

  it('creates nothing where there is no ledger', async () => {
    const { client } = subject;
    await client.schema
      .dropTable('knex_migrations')
      .dropTable('knex_migrations_lock');
    const written = async () => [
      await client('sqlite_master').select('name'),
      await client.raw('pragma schema_version'),
      await client.raw('select total_changes() as changes'),
    ];
    const before = await written();
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { files: ['1_first.js'], applied: [], lockRows: null },
    ]);
    expect(await readFact(unseen(subject), 'ledgers')).toEqual([]);
    expect(await written()).toEqual(before);
  });

  it('has the connection only while it reads', async () => {
    await withDatabase(subject, async database => {
      expect(pool().numUsed()).toBe(0);
      await database.read(async query => {
        await query('select 1');
        expect(pool().numUsed()).toBe(1);
      });
      expect(pool().numUsed()).toBe(0);
      await expect(
        database.read(query => query('select no_such_column')),
      ).rejects.toThrow('no such column');
      expect(pool().numUsed()).toBe(0);
    });
  });

  it('does not queue behind the plugin', async () => {
    const transaction = await subject.client.transaction();
    await expect(readFact(subject, 'size')).rejects.toThrow(PoolFullError);
    expect(pool().numPendingAcquires()).toBe(0);
    await transaction.rollback();
    expect(await readFact(subject, 'size')).toMatchObject({ tables: 2 });
  });

  it('reads nothing after its deadline', async () => {
    const deadline = new Error('The deadline has passed');
    const controller = new AbortController();
    const database = await adapterOf(subject).openDatabase(
      subject.observation,
      controller.signal,
    );
    await database.read(async query => {
      controller.abort(deadline);
      await expect(query('select 1')).rejects.toBe(deadline);
    });
    await expect(database.read(query => query('select 1'))).rejects.toBe(
      deadline,
    );
    expect(pool().numUsed()).toBe(0);
  });

  it('hardly waits for a file that another process has locked, and leaves the plugin its own patience', async () => {
    const { address } = subject.observation.configured;
    const { client } = subject;
    await client.raw('pragma busy_timeout = 4321');
    const timeouts: unknown[] = [];
    const other = knex({
      client: 'better-sqlite3',
      connection: { filename: address },
      useNullAsDefault: true,
    });
    await other.raw('begin exclusive');

    await expect(readFact(subject, 'size')).rejects.toMatchObject({
      code: 'SQLITE_BUSY',
    });
    await other.raw('rollback');
    await other.destroy();

    expect(await readFact(subject, 'size')).toMatchObject({ tables: 2 });
    await withDatabase(subject, database =>
      database.read(async query => {
        timeouts.push(...(await query('pragma busy_timeout')));
      }),
    );
    expect(timeouts).toEqual([{ timeout: 50 }]);
    expect(await client.raw('pragma busy_timeout')).toEqual([
      { timeout: 4321 },
    ]);
  });

  it('raises no event on the client of the plugin', async () => {
    const seen: unknown[] = [];
    subject.client.on('query', query => seen.push(query));
    await readFact(subject, 'ledgers');
    expect(seen).toEqual([]);
    await subject.client.raw('select 1');
    expect(seen).toHaveLength(1);
  });

  it('reads numbers where the plugin has asked for big integers', async () => {
    const lease = await subject.observation.lease(AbortSignal.timeout(5_000));
    const connection = lease.connection as {
      defaultSafeIntegers(toggle: boolean): void;
    };
    connection.defaultSafeIntegers(true);
    lease.release();
    expect(await readFact(subject, 'size')).toMatchObject({
      bytes: expect.any(Number),
      tables: 2,
    });
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { applied: [{ batch: 1 }], lockRows: [{ index: 1, isLocked: false }] },
    ]);
  });
});
