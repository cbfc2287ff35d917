import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { eventually } from '../../../__testUtils__/eventually';
import {
  asSuperuser,
  mariadb,
  superuserSession,
} from '../../__testUtils__/mariadbSubjects';
import { notingRows } from '../../__testUtils__/fetchedRows';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever may make tables there can have their names listed and take places of the
// largest 500. No row of theirs is read; the server opens each to tell its size.
(available ? describe : describe.skip)('The relations of MariaDB', () => {
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

  const read = () => readFact(subject, 'relations');
  const database = () => subject.identity.name;

  /** The pages that InnoDB has counted, by the names of its files. */
  async function pagesOf(files: string): Promise<[number, number]> {
    const [row] = await asSuperuser(
      server,
      `select
         sum(clust_index_size) * @@innodb_page_size as clustered,
         sum(other_index_size) * @@innodb_page_size as others
       from information_schema.innodb_sys_tablestats
       where name like '${database()}/${files}'`,
    );
    return [Number(row.clustered), Number(row.others)];
  }

  it('are none in an empty one', async () => {
    expect(await read()).toEqual({ tables: [], indexes: [] });
  });

  it('have the pages that InnoDB has counted, partitions summed up', async () => {
    const { client } = subject;
    for (const statement of [
      'create table big (id int primary key, k varchar(60), c longtext, key of_k (k), unique key of_both (id, k))',
      'create table parts (id int not null primary key, k int, key of_k (k)) partition by range (id) subpartition by hash (id) subpartitions 2 (partition low values less than (1000), partition high values less than maxvalue)',
      'create table keyless (id int)',
      'create table by_unique (id int not null, k int, unique key only_one (id), key of_k (k))',
      'create view seen as select * from big',
      'create sequence counted',
      'insert into big select seq, uuid(), repeat(uuid(), 100) from seq_1_to_3000',
      'insert into parts select seq, seq from seq_1_to_30000',
      'insert into by_unique select seq, seq from seq_1_to_9000',
      'analyze table big, parts, keyless, by_unique',
    ]) {
      await client.raw(statement);
    }
    const { tables, indexes } = await read();
    expect(tables.map(({ name, kind }) => [name, kind])).toEqual([
      ['big', 'table'],
      ['parts', 'partitioned'],
      ['by_unique', 'table'],
      ['keyless', 'table'],
    ]);
    for (const [i, files] of [
      'big',
      'parts#%',
      'by\\_unique',
      'keyless',
    ].entries()) {
      const [heapBytes, indexBytes] = await pagesOf(files);
      const { name } = tables[i];
      expect(tables[i]).toMatchObject({
        totalBytes: heapBytes + indexBytes,
        heapBytes,
        indexBytes,
        toastBytes: 0,
        approximate: true,
      });
      const own = indexes!.filter(({ table }) => table === name);
      expect(own.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(indexBytes);
    }
    expect(tables[0].totalBytes).toBeGreaterThan(10_000_000);
    expect(tables[1].estimatedRows).toBeGreaterThan(25_000);
    expect(Math.abs(tables[0].lastAnalyzeAt! - Date.now())).toBeLessThan(
      60_000,
    );
    expect(
      indexes!.map(({ table, name, unique }) => [table, name, unique]).sort(),
    ).toEqual([
      ['big', 'of_both', true],
      ['big', 'of_k', false],
      ['by_unique', 'of_k', false],
      ['parts', 'of_k', false],
    ]);
  });

  it('are exact where their engine knows', async () => {
    await subject.client.raw(
      'create table a (id int, key of_id (id)) engine = MyISAM',
    );
    await subject.client.raw('insert into a values (1), (2)');
    expect(await read()).toEqual({
      tables: [
        {
          name: 'a',
          kind: 'table',
          totalBytes: 2 * 7 + 2 * 1_024,
          heapBytes: 2 * 7,
          toastBytes: 0,
          indexBytes: 2 * 1_024,
          approximate: false,
          estimatedRows: 2,
        },
      ],
      indexes: [],
    });
  });

  it('have names that must be quoted, or look like those of partitions', async () => {
    const { client } = subject;
    await client.raw(
      'create table `Qu``o"te` (id int primary key, k int, key `K"` (k))',
    );
    await client.raw(
      'create table `a#P#b` (id int primary key, k int, key of_k (k))',
    );
    const { tables, indexes } = await read();
    expect(tables).toMatchObject([{ name: 'Qu`o"te' }, { name: 'a#P#b' }]);
    expect(indexes).toMatchObject([
      { table: 'Qu`o"te', name: 'K"' },
      { table: 'a#P#b', name: 'of_k' },
    ]);
  });

  it('are the largest 500 of each, and no more are fetched', async () => {
    const filler = await superuserSession(server, database());
    for (let i = 0; i < 520; i += 1) {
      await filler.query(
        `create table t${i} (id int primary key, k int, unique key of_k (k), key of_both (id, k))`,
      );
    }
    filler.destroy();
    await subject.client.raw(
      'create table large (id int primary key, c longtext, key of_c (c(50))) partition by hash (id) partitions 3',
    );
    await subject.client.raw(
      'insert into large select seq, repeat(uuid(), 20) from seq_1_to_9000',
    );
    await subject.client.raw('analyze table large');

    const fetched: number[] = [];
    const { tables, indexes } = await readFact(subject, 'relations', db =>
      notingRows(db, fetched),
    );
    expect(tables).toHaveLength(500);
    expect(indexes).toHaveLength(500);
    expect(tables[0]).toMatchObject({ name: 'large', kind: 'partitioned' });
    expect(indexes![0]).toMatchObject({ table: 'large', name: 'of_c' });
    expect(
      indexes!
        .slice(1)
        .every(({ name, unique }) => unique === (name === 'of_k')),
    ).toBe(true);
    expect(indexes!.some(({ name }) => name === 'PRIMARY')).toBe(false);
    expect(fetched.slice(0, 4)).toEqual([500, 1, 500, 1_000]);
    expect(fetched[4]).toBeLessThanOrEqual(500);
    expect(await readFact(subject, 'size')).toMatchObject({ tables: 521 });
  });

  it('have the rows that were read by each index, while users are counted', async () => {
    const { client } = subject;
    await client.raw(
      'create table counted (id int primary key, k int, l int, key of_k (k), key of_l (l))',
    );
    await client.raw(
      'insert into counted select seq, seq, seq from seq_1_to_50',
    );
    await client.raw('analyze table counted');
    const indexes = async () => (await read()).indexes!;
    expect(await indexes()).toHaveLength(2);
    for (const index of await indexes()) {
      expect(index).not.toHaveProperty('rowsRead');
    }
    await asSuperuser(server, 'set global userstat = on');
    try {
      await client.raw('select l from counted force index (of_k) where k < 11');
      const byName = (await indexes()).map(each => [each.name, each.rowsRead]);
      expect(Object.fromEntries(byName)).toEqual({ of_k: 10, of_l: 0 });
    } finally {
      await asSuperuser(server, 'set global userstat = off');
    }
  });

  it('have no indexes for a role that may not read the statistics', async () => {
    const { client } = subject;
    await client.raw(
      'create table t (id int primary key, k int, key of_k (k))',
    );
    const expected = (await read()).tables;
    const user = `plain${created}`;
    await asSuperuser(server, `create user ${user} identified by 'plain'`);
    await asSuperuser(server, `grant all on ${database()}.* to ${user}`);
    const plain = await mariadb(
      server,
      { user, password: 'plain' },
      { ensureExists: false },
    ).create(`plugin${created}`);
    const { lastAnalyzeAt, ...table } = expected[0];
    expect(await readFact(plain, 'relations')).toEqual({
      tables: [table],
      indexes: null,
    });
    await plain.dispose();
  });

  it('wait for no table that another session is changing', async () => {
    const { client } = subject;
    await client.raw('create table changing (id int primary key, c longtext)');
    await client.raw(
      'insert into changing select seq, repeat(uuid(), 100) from seq_1_to_2000',
    );
    await client.raw('create table z (id int primary key)');
    await client.raw('analyze table changing, z');
    const before = await read();
    const holder = await superuserSession(server, database());
    const changer = await superuserSession(server, database());
    await holder.query('lock tables z read');
    // It has the first table for itself while it waits for the second.
    const changed = changer.query('rename table changing to renamed, z to y');
    const waits = () =>
      asSuperuser(
        server,
        `select 1 from information_schema.processlist
         where state = 'Waiting for table metadata lock'`,
      );
    await eventually(async () => expect(await waits()).not.toEqual([]));
    const [changing, z] = (await read()).tables;
    await holder.query('unlock tables');
    await changed;
    holder.destroy();
    changer.destroy();

    expect(z).toEqual(before.tables[1]);
    expect(changing).toMatchObject({
      name: 'changing',
      totalBytes: before.tables[0].totalBytes,
      approximate: true,
    });
    expect((await read()).tables).toMatchObject([
      { name: 'renamed' },
      { name: 'y' },
    ]);
  });
});
