import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { DatabaseFile } from '../../../pure/facts';
import { sqliteFile, sqliteMemory } from '../../__testUtils__/sqliteSubjects';
import { readFact, type Subject } from '../../__testUtils__/subject';

// Whoever writes to the file decides what is checked: up to 32 MiB are read while the
// process waits, and constraints of a table are evaluated, which may call a function that
// the plugin has given to its connection. Only whether all is sound leaves.
describe('the file of a database', () => {
  const kind = sqliteFile();
  let subject: Subject;
  let created = 0;
  let path: string;
  let first: DatabaseFile | null;

  beforeEach(async () => {
    subject = await kind.create(`pages-${(created += 1)}`);
    await subject.client.raw('create table pages (text)');
    await subject.client.raw(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 999)
       insert into pages select printf('%0100d', i) from n`,
    );
    const [{ file }] = await subject.client.raw('pragma database_list');
    path = file;
    first = await readFact(subject, 'file');
  });
  afterEach(() => subject.dispose());
  afterAll(() => kind.dispose());

  it('is the one that was opened, and sound', () => {
    expect(first).toEqual({ state: 'opened', damaged: false });
  });

  it('is gone once it is deleted, though it still answers', async () => {
    rmSync(path);
    expect(await readFact(subject, 'file')).toMatchObject({ state: 'gone' });
    await subject.client.raw('select count(*) from pages');
  });

  it('is another once it is replaced', async () => {
    copyFileSync(path, `${path}.copy`);
    rmSync(path);
    copyFileSync(`${path}.copy`, path);
    rmSync(`${path}.copy`);
    expect(await readFact(subject, 'file')).toMatchObject({
      state: 'replaced',
    });
  });

  it('is damaged in one leaf, and sound again', async () => {
    const [{ page }] = await subject.client.raw(
      `select rootpage as page from sqlite_master where name = 'pages'`,
    );
    const sound = readFileSync(path);
    const damaged = Buffer.from(sound);
    damaged.fill(0xff, page * 4_096, (page + 1) * 4_096);
    // The counter of changes: what is in memory is too old.
    damaged.writeUInt32BE(damaged.readUInt32BE(24) + 1, 24);
    writeFileSync(path, damaged);
    expect(await readFact(subject, 'file')).toEqual({
      state: 'opened',
      damaged: true,
    });
    sound.writeUInt32BE(sound.readUInt32BE(24) + 2, 24);
    writeFileSync(path, sound);
    expect(await readFact(subject, 'file')).toMatchObject({ damaged: false });
  });

  it('is none in memory', async () => {
    const memoryKind = sqliteMemory();
    const memory = await memoryKind.create('memory');
    expect(await readFact(memory, 'file')).toBeNull();
    await memory.dispose();
    await memoryKind.dispose();
  });
});
