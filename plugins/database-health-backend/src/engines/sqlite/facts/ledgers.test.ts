import { MigrationsFolder } from '../../__testUtils__/migrations';
import { sqliteMemory } from '../../__testUtils__/sqliteSubjects';
import { readFact, unseen } from '../../__testUtils__/subject';

// Tables have no owner here: plain rows of whoever made them are read for a ledger's, up
// to the caps. What else they reach is tried in ledgers/hostileTables.test.ts.
describe('times in a ledger of SQLite', () => {
  it.each([
    [1714979289123, '2024-05-06T07:08:09.123Z'],
    ['2024-05-06 07:08:09', '2024-05-06T07:08:09.000Z'],
    ['2024-05-06T07:08:09.123Z', '2024-05-06T07:08:09.123Z'],
    ['2024-05-06 07:08:09.123+02:00', '2024-05-06T05:08:09.123Z'],
    ['yesterday', null],
    [null, null],
  ])('%p is %p', async (stored, appliedAt) => {
    const subject = await sqliteMemory().create('plugin');
    const folder = new MigrationsFolder().add('1_first.js');
    await subject.client.migrate.latest({ directory: folder.directory });
    await subject.client('knex_migrations').update({ migration_time: stored });
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { applied: [{ name: '1_first.js', batch: 1, appliedAt }] },
    ]);
    folder.dispose();
    await subject.dispose();
  });
});

describe('a ledger of SQLite', () => {
  it('appears once, however its letters are written', async () => {
    const subject = await sqliteMemory().create('plugin');
    const folder = new MigrationsFolder().add('1_first.js');
    await subject.client.migrate.latest({ directory: folder.directory });
    for (const [from, to] of [
      ['knex_migrations', 'Knex_Migrations'],
      ['knex_migrations_lock', 'KNEX_migrations_LOCK'],
    ]) {
      await subject.client.schema.renameTable(from, 'on_the_way');
      await subject.client.schema.renameTable('on_the_way', to);
    }
    const read = {
      applied: [{ name: '1_first.js' }],
      lockRows: [{ index: 1, isLocked: false }],
    };
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { table: 'knex_migrations', ...read },
    ]);
    expect(await readFact(unseen(subject), 'ledgers')).toMatchObject([
      { table: 'Knex_Migrations', ...read },
    ]);
    folder.dispose();
    await subject.dispose();
  });

  it('is a table of the main database, and no virtual one', async () => {
    const subject = await sqliteMemory().create('plugin');
    const { client } = subject;
    await client.raw("attach ':memory:' as other");
    for (const place of ['temp', 'other']) {
      await client.raw(
        `create table ${place}.ledger (id, name, batch, migration_time)`,
      );
      await client.raw(
        `create table ${place}.ledger_lock ("index", is_locked)`,
      );
    }
    await client.raw(
      'create virtual table indexed using fts5 (id, name, batch, migration_time)',
    );
    await client.raw('create table indexed_lock ("index", is_locked)');
    expect(await readFact(subject, 'ledgers')).toEqual([]);
    await subject.dispose();
  });

  it('is not looked for in what cannot be read', async () => {
    const subject = await sqliteMemory().create('plugin');
    const { client } = subject;
    await client.raw('create view broken as select * from gone');
    await client.raw('create table ledger (id, name, batch, migration_time)');
    await client.raw('create table ledger_lock ("index", is_locked)');
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { table: 'ledger', applied: [], lockRows: [] },
    ]);
    await subject.dispose();
  });
});
