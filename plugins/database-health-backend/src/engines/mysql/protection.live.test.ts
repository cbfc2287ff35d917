import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { eventually } from '../../__testUtils__/eventually';
import {
  asSuperuser,
  mariadb,
  superuserSession,
} from '../__testUtils__/mariadbSubjects';
import { MigrationsFolder } from '../__testUtils__/migrations';
import {
  type Subject,
  adapterOf,
  readFact,
  readSeveral,
  withDatabase,
} from '../__testUtils__/subject';

(available ? describe : describe.skip)('MariaDB is protected', () => {
  let server: MariadbServer;
  let subject: Subject;
  let folder: MigrationsFolder;
  let created = 0;

  beforeAll(async () => {
    server = await startMariadb();
  });
  beforeEach(async () => {
    created += 1;
    subject = await mariadb(server).create(`plugin${created}`);
    folder = new MigrationsFolder().add('1_first.js');
    for (const tableName of ['knex_migrations', 'other__knex_migrations']) {
      const { directory } = folder;
      await subject.client.migrate.latest({ directory, tableName });
    }
  });
  afterEach(async () => {
    folder.dispose();
    await subject?.dispose();
  });
  afterAll(() => server?.dispose());

  const blocked = {
    applied: [],
    lockRows: null,
    unreadable: { kind: 'locked' },
  };
  const whole = {
    applied: [{ name: '1_first.js' }],
    lockRows: [{ index: 1, isLocked: false }],
  };

  it('writes nothing', async () => {
    const written = () =>
      asSuperuser(
        server,
        `show global status where variable_name in (
          'Handler_update', 'Handler_delete', 'Com_create_table',
          'Innodb_rows_inserted', 'Innodb_rows_updated', 'Innodb_rows_deleted'
        )`,
      );
    await subject.client.schema
      .dropTable('other__knex_migrations')
      .dropTable('other__knex_migrations_lock');
    const before = await written();
    await readSeveral(subject);
    expect(await written()).toEqual(before);
    expect(
      await asSuperuser(server, 'show tables', subject.identity.name),
    ).toHaveLength(2);
  });

  it.each(['knex_migrations', 'knex_migrations_lock'])(
    'reads the rest exactly while another session locks %s',
    async table => {
      const other = await superuserSession(server, subject.identity.name);
      await other.query(`lock tables ${table} write`);

      const { identity, size, ledgers, connections } = await readSeveral(
        subject,
      );
      expect(ledgers).toMatchObject([
        { table: 'knex_migrations', files: ['1_first.js'], ...blocked },
        { table: 'other__knex_migrations', ...whole },
      ]);
      expect(ledgers[1]).not.toHaveProperty('unreadable');
      expect(identity).toMatchObject(subject.identity);
      expect(size).toEqual({
        bytes: 4 * 16_384,
        approximate: true,
        tables: 4,
      });
      expect(connections.used).toBeGreaterThanOrEqual(2);

      await other.query('unlock tables');
      expect((await readSeveral(subject)).ledgers[0]).toMatchObject(whole);
      other.destroy();
    },
  );

  it('does not wait for a table that another session is changing', async () => {
    const { name } = subject.identity;
    await subject.client.schema.createTable('z', table => table.increments());
    const holder = await superuserSession(server, name);
    const changer = await superuserSession(server, name);
    await holder.query('lock tables z read');
    // It has the first table for itself while it waits for the second.
    const changing = changer.query(
      'rename table knex_migrations to renamed, z to y',
    );
    const waits = () =>
      asSuperuser(
        server,
        `select 1 from information_schema.processlist
         where state = 'Waiting for table metadata lock'`,
      );
    await eventually(async () => expect(await waits()).not.toEqual([]));

    const { size, ledgers } = await readSeveral(subject);
    expect(size).toEqual({ bytes: 4 * 16_384, approximate: true, tables: 5 });
    expect(ledgers).toMatchObject([
      { table: 'knex_migrations', ...blocked },
      { table: 'other__knex_migrations', ...whole },
    ]);

    await holder.query('unlock tables');
    await changing;
    expect((await readSeveral(subject)).ledgers).toMatchObject([
      { table: 'knex_migrations', applied: [], lockRows: whole.lockRows },
      { table: 'other__knex_migrations', ...whole },
    ]);
    holder.destroy();
    changer.destroy();
  });

  it('does not wait for rows that another session changes', async () => {
    const other = await superuserSession(server, subject.identity.name);
    await other.beginTransaction();
    await other.query('update knex_migrations_lock set is_locked = 1');
    await subject.client.raw(
      'set session transaction isolation level serializable',
    );
    const [ledger] = await readFact(subject, 'ledgers');
    expect(ledger).toMatchObject(blocked);
    await subject.client.raw(
      'set session transaction isolation level repeatable read',
    );
    expect((await readFact(subject, 'ledgers'))[0]).toMatchObject(whole);
    await other.rollback();
    other.destroy();
  });

  it('needs no more than SELECT, and says where it lacks that', async () => {
    const { name } = subject.identity;
    const role = `reader${created}`;
    await asSuperuser(server, `create user ${role} identified by 'secret'`);
    for (const table of ['knex_migrations', 'knex_migrations_lock']) {
      await asSuperuser(server, `grant select on ${name}.${table} to ${role}`);
    }
    const reader = await mariadb(
      server,
      { user: role, password: 'secret' },
      { ensureExists: false },
    ).create(`plugin${created}`);
    for (const tableName of ['knex_migrations', 'other__knex_migrations']) {
      const { directory } = folder;
      await reader.client.migrate
        .latest({ directory, tableName })
        .catch(() => {});
    }
    const { inspector } = adapterOf(reader);
    await withDatabase(reader, async database => {
      expect(await inspector.identity!(database)).toMatchObject(
        subject.identity,
      );
      // What it may not read it does not see.
      expect(await inspector.size!(database)).toMatchObject({ tables: 2 });
      expect(await inspector.connections!(database, [])).toMatchObject({
        limit: 151,
        reserved: 0,
      });
      expect(await inspector.ledgers!(database)).toMatchObject([
        { table: 'knex_migrations', ...whole },
        {
          table: 'other__knex_migrations',
          unreadable: { kind: 'permission' },
        },
      ]);
    });
    await reader.dispose();
  });
});
