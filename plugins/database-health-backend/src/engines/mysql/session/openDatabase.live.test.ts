import type { Query } from 'backstage-plugin-database-health-node';
import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { eventually } from '../../../__testUtils__/eventually';
import { asSuperuser, mariadb } from '../../__testUtils__/mariadbSubjects';
import {
  type Subject,
  readFact,
  withDatabase,
} from '../../__testUtils__/subject';

(available ? describe : describe.skip)('An open database of MariaDB', () => {
  let server: MariadbServer;
  let subject: Subject;
  let created = 0;

  beforeAll(async () => {
    server = await startMariadb();
  });
  beforeEach(async () => {
    created += 1;
    subject = await mariadb(server).create(`plugin${created}`);
  });
  afterEach(() => subject?.dispose());
  afterAll(() => server?.dispose());

  const pool = () => subject.client.client.pool;

  it.each([
    'create table t (c int)',
    'delete from kept',
    'set session wait_timeout = 1',
    'lock tables kept write',
  ])('refuses to run what is no question: %s', async statement => {
    await withDatabase(subject, async database => {
      await expect(database.read(query => query(statement))).rejects.toThrow(
        'A watched database is never written to',
      );
    });
  });

  it('is refused by the server to write through a question', async () => {
    const { client } = subject;
    await client.schema.createTable('kept', table => table.increments());
    await client('kept').insert({});
    await client.raw(
      'create function writes() returns int begin delete from kept; return 1; end',
    );
    await withDatabase(subject, async database => {
      await expect(
        database.read(query => query('select writes()')),
      ).rejects.toMatchObject({
        code: 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
      });
      expect(
        await database.read(query => query('select id from kept')),
      ).toEqual([{ id: 1 }]);
    });
  });

  it('has its limits in force while it reads, and only then', async () => {
    const { client } = subject;
    const configured = {
      wait_timeout: '4321',
      max_statement_time: '60.000000',
    };
    client.client.pool.max = 1;
    await client.raw(
      'set session wait_timeout = 4321, max_statement_time = 60',
    );
    const variables = `show session variables where variable_name not in ('timestamp')`;
    const asMap = (rows: object[]) =>
      Object.fromEntries(rows.map(row => Object.values(row)));

    const [before] = await client.raw(variables);
    expect(asMap(before)).toMatchObject(configured);
    const within = await withDatabase(subject, database =>
      database.read(query => query(variables)),
    );
    expect(asMap(within)).toEqual({
      ...asMap(before),
      in_transaction: '1',
      max_statement_time: '5.000000',
      lock_wait_timeout: '0',
      innodb_lock_wait_timeout: '0',
      wait_timeout: '10',
    });
    const [after] = await client.raw(variables);
    expect(asMap(after)).toEqual(asMap(before));
  });

  it('leaves neither a transaction nor its limits when a reader fails', async () => {
    const state = async () => {
      const [[row]] = await subject.client.raw(
        'select @@in_transaction as inTransaction, @@wait_timeout as waitTimeout',
      );
      return row;
    };
    pool().max = 1;
    const before = await state();
    expect(before).toMatchObject({ inTransaction: 0 });
    for (const reader of [
      (query: Query) => query('select no_such_column'),
      async () => {
        throw new Error('The reader is wrong');
      },
    ]) {
      await expect(
        withDatabase<unknown>(subject, database => database.read(reader)),
      ).rejects.toThrow();
      expect(await state()).toEqual(before);
    }
  });

  it('is ended by the server when it falls silent amid a read', async () => {
    const sessions = () =>
      asSuperuser(
        server,
        `select id from information_schema.processlist
         where db = '${subject.identity.name}'`,
      );
    await withDatabase(
      subject,
      async database => {
        await expect(
          database.read(async query => {
            await query('select 1');
            expect(await sessions()).toHaveLength(1);
            await eventually(async () => expect(await sessions()).toEqual([]));
            return query('select 1');
          }),
        ).rejects.toThrow();
      },
      AbortSignal.timeout(60_000),
    );
    expect(pool().numUsed()).toBe(0);
    expect(await readFact(subject, 'identity')).toMatchObject(subject.identity);
  });

  it('reads plain rows, whatever the plugin has configured', async () => {
    const odd = await mariadb(server, {
      rowsAsArray: true,
      nestTables: true,
      dateStrings: true,
      bigNumberStrings: true,
      supportBigNumbers: true,
      timezone: '+05:00',
      typeCast: () => 'something else',
    }).create(`odd${created}`);
    await odd.client.raw('select 1');
    expect(await readFact(odd, 'identity')).toMatchObject(odd.identity);
    expect(await readFact(odd, 'size')).toMatchObject({ bytes: 0, tables: 0 });
    expect(await readFact(odd, 'connections')).toMatchObject({ limit: 151 });
    await odd.dispose();
  });
});
