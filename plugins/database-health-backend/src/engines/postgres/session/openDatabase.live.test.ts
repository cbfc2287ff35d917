import { type PostgresServer, startPostgres } from 'postgres-server';
import {
  asSuperuser,
  databaseMode,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, withDatabase } from '../../__testUtils__/subject';

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
});
