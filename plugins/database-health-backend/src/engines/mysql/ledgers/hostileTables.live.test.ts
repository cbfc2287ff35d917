import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { asSuperuser, mariadb } from '../../__testUtils__/mariadbSubjects';
import { MigrationsFolder } from '../../__testUtils__/migrations';
import { type Subject, readSeveral, unseen } from '../../__testUtils__/subject';

// What somebody who may make tables in a plugin's database can reach: names and
// sizes of what they make are listed, and plain rows of a ledger are read. Nothing
// of theirs is called, and nothing is read that lies elsewhere.
(available ? describe : describe.skip)(
  'In a database of MariaDB in which somebody else makes tables',
  () => {
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
      subject.client.client.pool.max = 1;
      folder = new MigrationsFolder().add('1_first.js');
      await subject.client.migrate.latest({ directory: folder.directory });
      const { name } = subject.identity;
      await asSuperuser(
        server,
        `create function ran() returns int deterministic sql security invoker
         begin set @ran = current_user(); return 0; end`,
        name,
      );
      for (const table of ['knex_migrations', 'knex_migrations_lock']) {
        await asSuperuser(
          server,
          `create table own_${table} like ${table}`,
          name,
        );
        await asSuperuser(
          server,
          `insert into own_${table} select * from ${table}`,
          name,
        );
      }
    });
    afterEach(async () => {
      folder.dispose();
      await subject?.dispose();
    });
    afterAll(() => server?.dispose());

    const ran = async () => {
      const [[row]] = await subject.client.raw('select @ran as who');
      await subject.client.raw('set @ran = null');
      return row.who;
    };

    const distrusted = {
      applied: [],
      lockRows: null,
      unreadable: {
        kind: 'other',
        sentence:
          'It is not a table as Knex makes it, so its content is not trusted.',
      },
    };

    it.each([
      [
        'a view of the ledger',
        'knex_migrations',
        `create sql security invoker view knex_migrations as
           select ran() as id, name, batch, migration_time from own_knex_migrations`,
        'root@localhost',
      ],
      [
        'a view of the lock',
        'knex_migrations_lock',
        `create sql security invoker view knex_migrations_lock as
           select \`index\`, ran() as is_locked from own_knex_migrations_lock`,
        'root@localhost',
      ],
      [
        'a computed column',
        'knex_migrations',
        `create table knex_migrations (
           id int, name varchar(255), batch int as (length(repeat('x', id))) virtual,
           migration_time timestamp
         )`,
        null,
      ],
      [
        'a table that merges others',
        'knex_migrations_lock',
        `create table knex_migrations_lock (\`index\` int, is_locked int)
           engine = merge union = ()`,
        null,
      ],
      [
        'a column of bytes',
        'knex_migrations',
        `create table knex_migrations (
           id int, name longblob, batch int, migration_time timestamp
         )`,
        null,
      ],
    ])(
      '%s in the place of a ledger is told, not read',
      async (_, table, statement, whom) => {
        const { name } = subject.identity;
        await asSuperuser(server, `drop table ${table}`, name);
        await asSuperuser(server, statement, name);
        await subject.client.raw(`select * from ${table}`);
        expect((await ran()) !== null).toBe(whom !== null);

        const { ledgers } = await readSeveral(subject);
        expect(ledgers).toMatchObject([
          { table: 'knex_migrations', ...distrusted },
          { table: 'own_knex_migrations', applied: [{ name: '1_first.js' }] },
        ]);
        await readSeveral(unseen(subject));
        expect(await ran()).toBeNull();
      },
    );
  },
);
