import { MigrationsFolder } from '../../__testUtils__/migrations';
import { sqliteMemory } from '../../__testUtils__/sqliteSubjects';
import { type Subject, readFact, unseen } from '../../__testUtils__/subject';

// What somebody who can write to a plugin's file can reach: names and sizes of what
// they make are listed, and plain rows of a ledger are read. A function that the
// plugin has given to its connection is never called, whatever calls it there.
describe('In a file that somebody else writes to', () => {
  let subject: Subject;
  let folder: MigrationsFolder;
  let ran: jest.Mock;

  beforeEach(async () => {
    subject = await sqliteMemory().create('plugin');
    folder = new MigrationsFolder().add('1_first.js');
    await subject.client.migrate.latest({ directory: folder.directory });
    ran = jest.fn(() => 1);
    const { client } = subject.client;
    const connection = await client.acquireConnection();
    connection.function('ran', { deterministic: true }, ran);
    await client.releaseConnection(connection);
  });
  afterEach(async () => {
    folder.dispose();
    await subject.dispose();
  });

  const lay = async (statements: string) => {
    for (const statement of statements.split(';')) {
      await subject.client.raw(statement);
    }
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
      'a view',
      `alter table knex_migrations rename to rows;
       create view knex_migrations as
         select ran() as id, name, batch, migration_time from rows`,
      'select id from knex_migrations',
    ],
    [
      'a view of the lock',
      `alter table knex_migrations_lock rename to rows;
       create view knex_migrations_lock as select "index", ran() as is_locked from rows`,
      'select is_locked from knex_migrations_lock',
    ],
    [
      'a table with a computed column',
      `alter table knex_migrations rename to rows;
       create table knex_migrations (
         id, name, batch as (ran()), migration_time
       );
       insert into knex_migrations (id, name) values (1, 'x.js')`,
      'select batch from knex_migrations',
    ],
  ])(
    '%s in the place of a ledger is told, not read',
    async (_, statements, bait) => {
      await lay(statements);
      await subject.client.raw(bait);
      expect(ran).toHaveBeenCalled();
      ran.mockClear();
      for (const fact of ['identity', 'size', 'relations'] as const) {
        await readFact(subject, fact);
      }
      expect(await readFact(subject, 'ledgers')).toMatchObject([distrusted]);
      expect(await readFact(unseen(subject), 'ledgers')).toEqual([]);
      expect(ran).not.toHaveBeenCalled();
    },
  );

  it('a virtual table in the place of a ledger is told, not read', async () => {
    await lay(
      `drop table knex_migrations;
       create virtual table knex_migrations using fts5 (
         id, name, batch, migration_time
       )`,
    );
    expect(await readFact(subject, 'ledgers')).toMatchObject([distrusted]);
  });

  it('values of other types are read as what they should be', async () => {
    await lay(
      `update knex_migrations set
         name = x'780079', batch = 'two', migration_time = x'00';
       update knex_migrations_lock set is_locked = 'yes';
       insert into knex_migrations (name, batch) values (null, null)`,
    );
    const [{ applied, lockRows }] = await readFact(subject, 'ledgers');
    expect(applied).toEqual([
      { name: 'x\ufffdy', batch: 0, appliedAt: null },
      { name: '', batch: 0, appliedAt: null },
    ]);
    expect(lockRows).toEqual([{ index: 1, isLocked: true }]);
  });

  it('the names of relations are cut where they are too long', async () => {
    const long = 'x'.repeat(1_000_000);
    await subject.client.raw(`create table "${long}" (id integer)`);
    await subject.client.raw(`create index "i${long}" on "${long}" (id)`);
    const { tables, indexes } = await readFact(subject, 'relations');
    const cut = tables.find(({ name }) => name.startsWith('xxx'));
    expect(cut?.name).toBe(`${'x'.repeat(254)}…`);
    expect(indexes).toContainEqual(
      expect.objectContaining({
        table: cut?.name,
        name: `i${'x'.repeat(253)}…`,
      }),
    );
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { applied: [{ name: '1_first.js' }] },
    ]);
  });
});
