import { type PostgresServer, startPostgres } from 'postgres-server';
import {
  asSuperuser,
  databaseMode,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, withDatabase } from '../../__testUtils__/subject';
import { defaultSchema } from './openDatabase';

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

  it('is refused to write by the server', async () => {
    await subject.client.schema.createTable('kept', table =>
      table.increments(),
    );
    await subject.client('kept').insert({});
    await withDatabase(subject, async database => {
      for (const statement of [
        'create table public.t ()',
        'delete from public.kept',
      ]) {
        await expect(
          database.read(query => query(statement)),
        ).rejects.toMatchObject({ code: '25006' });
      }
      expect(
        await database.read(query => query('select id from public.kept')),
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

  it('looks at nothing but what the server brings while it reads', async () => {
    await subject.client.raw(`
      create schema own; set search_path to own, public`);
    const seen = await withDatabase(subject, database =>
      database.read(query =>
        query(
          `select current_setting('search_path') as path,
             current_setting('row_security') as policies, $1::text as schema`,
          [defaultSchema],
        ),
      ),
    );
    expect(seen).toEqual([
      { path: 'pg_catalog, pg_temp', policies: 'off', schema: 'own' },
    ]);
    const { rows } = await subject.client.raw('show search_path');
    expect(rows).toEqual([{ search_path: 'own, public' }]);
  });

  const backend = async () => {
    const { rows } = await subject.client.raw('select pg_backend_pid() as pid');
    return rows[0].pid;
  };

  it('undoes what a statement sets for longer than its transaction', async () => {
    const before = await backend();
    await withDatabase(subject, database =>
      database.read(query =>
        query(`select
          set_config('search_path', 'elsewhere', false),
          set_config('timezone', 'America/Lima', false),
          set_config('role', 'pg_monitor', false),
          set_config('somebody.said', 'it', false)`),
      ),
    );
    const { rows } = await subject.client.raw(`
      select
        current_setting('search_path') as path,
        current_setting('timezone') <> 'America/Lima' as home,
        current_user = session_user as self,
        current_setting('somebody.said', true) as said,
        pg_backend_pid() as pid`);
    expect(rows).toEqual([
      {
        path: '"$user", public',
        home: true,
        self: true,
        said: '',
        pid: before,
      },
    ]);
  });

  it.each([
    ['an advisory lock', 'select pg_advisory_lock(1)'],
    ['a prepared statement', 'prepare kept as select 1'],
  ])('gives up a session that keeps %s', async (_, statement) => {
    const before = await backend();
    await withDatabase(subject, async database => {
      await expect(database.read(query => query(statement))).rejects.toThrow(
        'The session is not as it was before the read',
      );
      await expect(database.read(query => query('select 1'))).rejects.toThrow(
        'The session is not as it was before the read',
      );
    });
    expect(await backend()).not.toBe(before);
  });

  it('gives up a session that keeps something of reads made together', async () => {
    const before = await backend();
    await withDatabase(subject, database =>
      expect(
        database.together(async () => {
          await database.read(query => query('select pg_advisory_lock(1)'));
          await database.read(query => query('select 1'));
        }),
      ).rejects.toThrow('The session is not as it was before the read'),
    );
    expect(await backend()).not.toBe(before);
  });

  it('gives up a session that keeps something after a failure', async () => {
    const before = await backend();
    await withDatabase(subject, database =>
      expect(
        database.read(async query => {
          await query('select pg_advisory_lock(1)');
          await query('select no_such_column');
        }),
      ).rejects.toMatchObject({ code: '42703' }),
    );
    expect(await backend()).not.toBe(before);
  });

  it('leaves to the session what the plugin keeps in it', async () => {
    const before = await backend();
    await subject.client.raw(
      'select pg_advisory_lock(1); prepare kept as select 1',
    );
    await withDatabase(subject, database =>
      database.read(query => query('select 1')),
    );
    expect(await backend()).toBe(before);
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
      await database.together(async () => {
        await database.read(query => query('select 1'));
        expect(await states()).toEqual([{ state: 'idle in transaction' }]);
        await expect(
          database.read(query => query('select no_such_column')),
        ).rejects.toMatchObject({ code: '42703' });
        expect(await states()).toEqual([{ state: 'idle' }]);
        await database.read(query => query('select 1'));
      });
      expect(await states()).toEqual([{ state: 'idle' }]);
      await expect(
        database.together(async () => {
          await database.read(query => query('select 1'));
          throw new Error('The reader is wrong');
        }),
      ).rejects.toThrow('The reader is wrong');
      expect(await states()).toEqual([{ state: 'idle' }]);
      expect(await database.read(query => query('select 1 as one'))).toEqual([
        { one: 1 },
      ]);
    });
  });
});
