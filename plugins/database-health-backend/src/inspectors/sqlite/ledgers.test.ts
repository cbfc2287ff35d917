import { MigrationsFolder } from '../__testUtils__/migrations';
import { sqliteMemory } from '../__testUtils__/sqliteSubjects';
import { readFact } from '../__testUtils__/subject';

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
