import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { sqliteFile, sqliteMemory } from '../../__testUtils__/sqliteSubjects';
import {
  type Subject,
  type SubjectKind,
  readFact,
} from '../../__testUtils__/subject';

// Whoever makes tables there has their names told, cut at 255 characters, of the largest
// 500, and can have the process read 256 MiB of pages. No row is read.
describe('The relations of SQLite', () => {
  let kind: SubjectKind;
  let subject: Subject;
  let created = 0;

  beforeAll(() => {
    kind = sqliteFile();
  });
  beforeEach(async () => {
    created += 1;
    subject = await kind.create(`plugin${created}`);
  });
  afterEach(() => subject?.dispose());
  afterAll(() => kind?.dispose());

  const read = () => readFact(subject, 'relations');
  const file = () => subject.observation.configured.address;
  const fill = (table: string, rows: number) =>
    subject.client.raw(
      `insert into ${table} with recursive n (i) as (
         select 1 union all select i + 1 from n where i < ${rows}
       ) select i, hex(randomblob(100)) from n`,
    );

  /** Bytes of the pages that dropping a table sets free. */
  async function bytesFreedBy(statement: string): Promise<number> {
    const free = async () => {
      const [[{ freelist_count: pages }], [{ page_size: bytes }]] = [
        await subject.client.raw('pragma freelist_count'),
        await subject.client.raw('pragma page_size'),
      ];
      return pages * bytes;
    };
    const before = await free();
    await subject.client.raw(statement);
    return (await free()) - before;
  }

  it('are none in an empty one', async () => {
    expect(await read()).toEqual({ tables: [], indexes: [] });
  });

  it('have the pages that dropping them sets free', async () => {
    const { client } = subject;
    await client.raw('create table "Quoted ""it""" (a unique, b)');
    await client.raw('create table big (a integer primary key, b text)');
    await client.raw('create index big_b on big (b)');
    await client.raw('create table compact (a primary key, b) without rowid');
    await fill('big', 5_000);
    await fill('compact', 2_000);
    await fill('"Quoted ""it"""', 3_000);
    const { tables, indexes } = await read();

    expect(tables).toMatchObject([
      { name: 'big', kind: 'table', approximate: false, estimatedRows: null },
      { name: 'Quoted "it"', kind: 'table' },
      { name: 'compact', kind: 'table', indexBytes: 0 },
    ]);
    expect(indexes).toMatchObject([
      { name: 'big_b', table: 'big', unique: false, valid: true },
      {
        name: 'sqlite_autoindex_Quoted "it"_1',
        table: 'Quoted "it"',
        unique: true,
      },
    ]);
    const [big, quoted, compact] = tables;
    expect(await bytesFreedBy('drop index big_b')).toBe(big.indexBytes);
    expect(indexes![0].bytes).toBe(big.indexBytes);
    expect(await bytesFreedBy('drop table big')).toBe(big.heapBytes);
    expect(await bytesFreedBy('drop table "Quoted ""it"""')).toBe(
      quoted.totalBytes,
    );
    expect(await bytesFreedBy('drop table compact')).toBe(compact.totalBytes);
    expect(big.totalBytes).toBeGreaterThan(2_000_000);
  });

  it('count what a virtual table keeps its content in to it', async () => {
    const { client } = subject;
    await client.raw('create virtual table texts using fts5 (a, b)');
    await client.raw('create virtual table texts_more using fts5 (a, b)');
    await client.raw('create table texts_own (a)');
    await fill('texts', 2_000);
    const { tables, indexes } = await read();
    expect(tables).toMatchObject([
      { name: 'texts', kind: 'virtual', indexBytes: 0 },
      { name: 'texts_more', kind: 'virtual' },
      { name: 'texts_own', kind: 'table' },
    ]);
    expect(indexes).toEqual([]);
    expect(await bytesFreedBy('drop table texts')).toBe(tables[0].totalBytes);
    expect(await bytesFreedBy('drop table texts_more')).toBe(
      tables[1].totalBytes,
    );
  });

  it.each(['delete', 'wal'])(
    'and the file, free pages and log are told with the journal mode %s',
    async mode => {
      const { client } = subject;
      await client.raw(`pragma journal_mode = ${mode}`);
      await client.raw('create table big (a integer primary key, b text)');
      await client.raw('create table kept (a integer primary key, b text)');
      await fill('big', 3_000);
      await fill('kept', 10);
      const freed = await bytesFreedBy('drop table big');
      const [{ page_count: pages }] = await client.raw('pragma page_count');
      const [{ page_size: pageBytes }] = await client.raw('pragma page_size');
      const size = await readFact(subject, 'size');
      expect(freed).toBeGreaterThan(500_000);
      expect(size).toEqual({
        bytes: pages * pageBytes,
        approximate: false,
        tables: 1,
        freeBytes: freed,
        ...(mode === 'wal' && { walBytes: statSync(`${file()}-wal`).size }),
      });
      expect(existsSync(`${file()}-wal`)).toBe(mode === 'wal');
      expect((await read()).tables).toMatchObject([{ name: 'kept' }]);

      await client.raw('vacuum');
      expect(await readFact(subject, 'size')).toMatchObject({ freeBytes: 0 });
    },
  );

  it('lie on the disk of their folder', async () => {
    const disk = (await readFact(subject, 'disk'))!;
    const { blocks, bsize, bavail } = statfsSync(dirname(file()));
    expect(disk.totalBytes).toBe(blocks * bsize);
    // Others write to the same disk meanwhile.
    expect(Math.abs(disk.freeBytes - bavail * bsize)).toBeLessThan(
      0.05 * disk.totalBytes,
    );
  });

  it('are not measured where that would stop the process for too long', async () => {
    const { client } = subject;
    await client.raw('create table big (a)');
    for (let i = 0; i < 17; i += 1) {
      await client.raw('insert into big values (zeroblob(16 * 1024 * 1024))');
    }
    expect(await read()).toEqual({
      tables: [],
      indexes: null,
      unmeasured:
        'The file is larger than 256 MiB, and SQLite stops the whole process while it measures tables.',
    });
    await client.raw('delete from big where rowid > 1');
    await client.raw('vacuum');
    const { tables, unmeasured } = await read();
    expect(unmeasured).toBeUndefined();
    expect(tables).toMatchObject([{ name: 'big' }]);
  });

  it('are told in memory too, where there is no disk', async () => {
    await subject.dispose();
    subject = await sqliteMemory().create('plugin');
    await subject.client.raw(
      'create table big (a integer primary key, b text)',
    );
    await fill('big', 1_000);
    const { tables } = await read();
    expect(tables).toMatchObject([{ name: 'big' }]);
    expect(await bytesFreedBy('drop table big')).toBe(tables[0].totalBytes);
    expect(await readFact(subject, 'disk')).toBeNull();
    expect(await readFact(subject, 'size')).not.toHaveProperty('walBytes');
  });
});
