import type { Relations } from '../../../pure/facts';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../../../__testUtils__/eventually';
import {
  asSuperuser,
  databaseMode,
  schemaMode,
  superuserSession,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

const text = `(select string_agg(md5(random()::text), '') from generate_series(1, 200) where row > 0)`;

// Whoever owns tables or indexes there has their names and sizes told, of the largest 500
// of each. Only catalogs, statistics and sizes of files are read, no row of theirs.
describe.each([14, 18] as const)('The relations of PostgreSQL %i', major => {
  let server: PostgresServer;
  let subject: Subject;
  let created = 0;

  beforeAll(async () => {
    server = await startPostgres({
      major,
      settings: { autovacuum: 'off', track_counts: 'on' },
    });
  });
  afterEach(() => subject?.dispose());
  afterAll(() => server?.dispose());

  const databaseName = () => subject.identity.name;
  const session = () => superuserSession(server, databaseName());
  const read = () => readFact(subject, 'relations');
  const tableOf = async (name: string) =>
    (await read()).tables.find(table => table.name === name)!;

  /** What PostgreSQL's own functions say, partitions summed up. */
  async function truth(schema = subject.identity.schema ?? 'public') {
    const rows = await asSuperuser<Record<string, string>>(
      server,
      `select
         c.relname as name,
         sum(pg_total_relation_size(p.oid)) as total,
         sum(pg_table_size(p.oid)) as table,
         sum(pg_indexes_size(p.oid)) as indexes
       from pg_class c
       cross join lateral (
         select relid::oid as oid from pg_partition_tree(c.oid)
         union
         select c.oid
       ) p
       where c.relnamespace = '"${schema}"'::regnamespace
         and c.relkind in ('r', 'p', 'm') and not c.relispartition
       group by c.oid, c.relname
       order by 2 desc, 1`,
      databaseName(),
    );
    return rows.map(row => ({
      name: row.name,
      totalBytes: Number(row.total),
      tableBytes: Number(row.table),
      indexBytes: Number(row.indexes),
    }));
  }

  async function measured(schema?: string) {
    const { tables } = await read();
    return tables
      .filter(table => table.schema === schema)
      .map(({ name, totalBytes, heapBytes, toastBytes, indexBytes }) => {
        expect(heapBytes + toastBytes + indexBytes).toBe(totalBytes);
        return {
          name,
          totalBytes,
          tableBytes: heapBytes + toastBytes,
          indexBytes,
        };
      });
  }

  describe.each([
    ['database', databaseMode],
    ['schema', schemaMode],
  ] as const)('in %s mode', (_, mode) => {
    beforeEach(async () => {
      created += 1;
      subject = await mode(server).create(`plugin${created}`);
    });

    it('are none in an empty one', async () => {
      expect(await read()).toEqual({ tables: [], indexes: [] });
    });

    it('have the sizes that the functions of PostgreSQL tell', async () => {
      const { client } = subject;
      await client.raw(`
        create table plain (id serial primary key, content text);
        create table toasted (id serial primary key, content text);
        create table empty (id serial primary key, content text);
        create unlogged table unlogged (id int primary key, content text);
        create table "Quoted ""it"" 'is'" (id int);
        create index "Its ""index""" on "Quoted ""it"" 'is'" (id);
        insert into plain (content) select md5(row::text) from generate_series(1, 30000) row;
        insert into toasted (content) select ${text} from generate_series(1, 300) row;
        insert into unlogged select row, ${text} from generate_series(1, 200) row;
        insert into "Quoted ""it"" 'is'" select generate_series(1, 5000);
        create materialized view seen as select * from plain;
        create index seen_id on seen (id);
        create table partitioned (id int, part int, content text, primary key (id, part))
          partition by list (part);
        create table partitioned_1 partition of partitioned for values in (1);
        create table partitioned_2 partition of partitioned for values in (2)
          partition by range (id);
        create table partitioned_2_low partition of partitioned_2 for values from (0) to (1000);
        create table partitioned_2_high partition of partitioned_2 for values from (1000) to (9000);
        create index on partitioned_2_low (content);
        insert into partitioned select row, 1 + row % 2, md5(row::text)
          from generate_series(1, 8000) row;
        create table childless (id int primary key) partition by range (id);
      `);
      await client.raw('vacuum plain');

      const [tables, expected] = [await measured(), await truth()];
      expect(tables).toEqual(expected);
      expect(tables).toHaveLength(8);

      expect(await tableOf('toasted')).toMatchObject({
        kind: 'table',
        approximate: false,
      });
      const toasted = await tableOf('toasted');
      expect(toasted.toastBytes).toBeGreaterThan(10 * toasted.heapBytes);
      expect(await tableOf('seen')).toMatchObject({
        kind: 'materialized-view',
      });
      expect(await tableOf('partitioned')).toMatchObject({
        kind: 'partitioned',
      });
      expect(await tableOf('childless')).toMatchObject({
        kind: 'partitioned',
        totalBytes: 0,
        estimatedRows: 0,
      });
    });

    it('have the whole size of a TOAST that was emptied', async () => {
      const { client } = subject;
      await client.raw(`
        create table emptied (id int, content text);
        create table refilled (id int, content text);
        create unlogged table never (id int, content text);
        insert into emptied select row, ${text} from generate_series(1, 3000) row;
        insert into refilled select row, ${text} from generate_series(1, 300) row;
        delete from emptied;
      `);
      await client.raw('truncate refilled');
      await client.raw('vacuum emptied');
      const toastOf = async (name: string) =>
        (
          await client.raw(
            `select pg_relation_size(reltoastrelid)::int as heap,
               pg_total_relation_size(reltoastrelid)::int as total
             from pg_class where oid = '${name}'::regclass`,
          )
        ).rows[0];
      const emptied = await toastOf('emptied');
      expect(emptied.heap).toBe(0);
      expect(emptied.total).toBeGreaterThan(100_000);
      for (const name of ['emptied', 'refilled', 'never']) {
        const { toastBytes } = await tableOf(name);
        expect({ name, toastBytes }).toEqual({
          name,
          toastBytes: (await toastOf(name)).total,
        });
      }
    });

    it('have indexes that sum up to those of their tables', async () => {
      const { client } = subject;
      await client.raw(`
        create table one (id int primary key, a int, b int);
        create index one_a on one (a);
        create table parts (id int, part int) partition by list (part);
        create unique index parts_id on parts (id, part);
        create table parts_1 partition of parts for values in (1);
        create table parts_2 partition of parts for values in (2) partition by list (id);
        create table parts_2_1 partition of parts_2 for values in (1);
        create index own on parts_1 (part);
        insert into one select row, row, row from generate_series(1, 20000) row;
        insert into parts select row, 1 from generate_series(1, 9000) row;
      `);
      const { tables, indexes } = await read();
      expect(byName(indexes!)).toMatchObject([
        { table: 'one', name: 'one_a', unique: false, valid: true },
        { table: 'one', name: 'one_pkey', unique: true, valid: true },
        { table: 'parts', name: 'own', unique: false, valid: true },
        { table: 'parts', name: 'parts_id', unique: true, valid: true },
      ]);
      for (const { name, indexBytes } of tables) {
        const own = indexes!.filter(({ table }) => table === name);
        expect(own.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(indexBytes);
      }
    });

    it('tell rows and the times of maintenance, partitions summed up', async () => {
      const { client } = subject;
      await client.raw(`
        create table kept (id int);
        create table parts (id int) partition by range (id);
        create table parts_1 partition of parts for values from (0) to (100);
        create table parts_2 partition of parts for values from (100) to (1000);
        insert into kept select generate_series(1, 700);
        insert into parts select generate_series(1, 500);
      `);
      const unknown = { estimatedRows: null };
      expect(await tableOf('kept')).toMatchObject(unknown);
      expect(await tableOf('kept')).not.toHaveProperty('lastVacuumAt');
      await client.raw('analyze parts_1');
      expect(await tableOf('parts')).toMatchObject(unknown);

      const before = Date.now();
      await client.raw('vacuum kept');
      await client.raw('analyze parts');
      await client.raw('delete from kept where id <= 60');
      await client.raw('delete from parts where id <= 120');
      await untilCounted('kept', 60);
      await untilCounted('parts', 120);
      const kept = await tableOf('kept');
      expect(kept).toMatchObject({ estimatedRows: 700, deadRows: 60 });
      expect(kept.lastVacuumAt).toBeGreaterThanOrEqual(before - 1);
      expect(kept.lastVacuumAt).toBeLessThanOrEqual(Date.now());
      expect(kept).not.toHaveProperty('lastAnalyzeAt');
      const parts = await tableOf('parts');
      expect(parts).toMatchObject({ estimatedRows: 500, deadRows: 120 });
      expect(parts.lastAnalyzeAt).toBeGreaterThanOrEqual(before - 1);
      expect(parts).not.toHaveProperty('lastVacuumAt');
    });

    it('count the use of indexes, and tell one that is not valid', async () => {
      const { client } = subject;
      await client.raw('create table t (id int primary key, a int)');
      await client.raw(
        'insert into t select g, 1 from generate_series(1, 5000) g',
      );
      await client
        .raw('create unique index concurrently broken on t (a)')
        .catch(() => {});
      await client.raw('analyze t');
      const before = Date.now();
      await client.raw('select * from t where id = 7');
      const indexOf = async (name: string) =>
        (await read()).indexes!.find(index => index.name === name)!;
      const used = await eventually(async () => {
        const told = await indexOf('t_pkey');
        expect(told).toMatchObject({ scans: 1, unique: true, valid: true });
        return told;
      });
      const { lastUsedAt } = used;
      expect(
        lastUsedAt && lastUsedAt >= before - 1 && lastUsedAt <= Date.now(),
      ).toBe(major >= 16 ? true : undefined);
      const broken = await indexOf('broken');
      expect(broken).toMatchObject({ scans: 0, unique: true, valid: false });
      expect(broken).not.toHaveProperty('lastUsedAt');
    });

    it('are the largest 500 of each, and counted into the size all the same', async () => {
      const { client } = subject;
      await client.raw(
        Array.from(
          { length: 520 },
          (_table, i) => `create table t${i} (id int primary key)`,
        ).join(';'),
      );
      await client.raw('insert into t519 select generate_series(1, 5000)');
      const { tables, indexes } = await read();
      expect(tables).toHaveLength(500);
      expect(indexes).toHaveLength(500);
      expect(tables[0]).toMatchObject({ name: 't519' });
      expect(indexes![0]).toMatchObject({ name: 't519_pkey', table: 't519' });
      expect(await readFact(subject, 'size')).toMatchObject({
        bytes: await subject.sizeBytes(),
        tables: 520,
      });
    });

    it('can be read by a role that may read none of them', async () => {
      const { client } = subject;
      await client.raw('create table t (id int primary key, content text)');
      await client.raw(
        'insert into t select g, md5(g::text) from generate_series(1, 5000) g',
      );
      const expected = await read();
      const role = `nobody_${created}`;
      await client.raw(`create role ${role} nologin`);
      await client.raw(
        `grant usage on schema ${
          subject.identity.schema ?? 'public'
        } to ${role}`,
      );
      await client.raw(`set role ${role}`);
      await expect(client('t').select()).rejects.toThrow('permission denied');
      expect(await read()).toEqual(expected);
      await client.raw('reset role');
    });

    it('are exact but for the table that another session has locked', async () => {
      const { client } = subject;
      for (const [name, rows] of [
        ['largest', 20_000],
        ['other', 9_000],
      ] as const) {
        await client.raw(
          `create table ${name} (id serial primary key, content text)`,
        );
        await client.raw(
          `insert into ${name} (content) select repeat(md5(g::text), 10) from generate_series(1, ${rows}) g`,
        );
      }
      const before = await vacuumed();
      expect(before.tables.map(({ name }) => name)).toEqual([
        'largest',
        'other',
      ]);
      const locking = await session();
      const schema = subject.identity.schema ?? 'public';
      await locking.query(
        `begin; lock ${schema}.largest in access exclusive mode`,
      );
      const { tables, indexes } = await read();
      await locking.query('rollback');
      await locking.end();
      const [largest, other] = tables;
      const [exact] = before.tables;
      expect(other).toEqual(before.tables[1]);
      expect(indexes).toEqual(before.indexes);
      expect(largest).toMatchObject({
        name: 'largest',
        approximate: true,
        indexBytes: exact.indexBytes,
        toastBytes: exact.toastBytes,
      });
      // All but the maps of free space and of what is visible.
      expect(largest.heapBytes).toBeLessThan(exact.heapBytes);
      expect(largest.heapBytes / exact.heapBytes).toBeGreaterThan(0.99);
      expect(await read()).toEqual(before);
    });
  });

  it('are measured again without a table that gets locked meanwhile', async () => {
    subject = await databaseMode(server).create(`locking${created}`);
    const { client } = subject;
    for (const name of ['locked', 'other']) {
      await client.raw(`create table ${name} (id serial primary key)`);
      await client.raw(`insert into ${name} select generate_series(1, 3000)`);
    }
    const before = await vacuumed();
    // The look at the sizes waits until somebody has locked the table.
    await client.raw(`
      create function pg_catalog.pg_relation_size(measured oid, fork text) returns bigint
      language plpgsql as $$
        begin
          while not exists (
            select from pg_locks
            where relation = 'public.locked'::regclass and mode = 'AccessExclusiveLock'
          ) loop
            perform pg_sleep(0.02);
          end loop;
          return pg_catalog.pg_relation_size(measured::regclass, fork);
        end
      $$`);
    const locking = await session();
    const reading = read();
    const sleeping = `select from pg_stat_activity
      where datname = '${databaseName()}' and wait_event = 'PgSleep'`;
    await eventually(async () =>
      expect(await asSuperuser(server, sleeping)).not.toEqual([]),
    );
    await locking.query('begin; lock locked in access exclusive mode');
    const { tables } = await reading;
    await locking.query('rollback');
    await locking.end();
    expect(byName(tables)).toMatchObject([
      { name: 'locked', approximate: true },
      before.tables.find(({ name }) => name === 'other'),
    ]);

    await client.raw('drop function pg_catalog.pg_relation_size(oid, text)');
    expect(await read()).toEqual(before);
  });

  it('lie in all schemas in database mode, and in its own one in schema mode', async () => {
    const tables = `
      create schema "Other"; create table "Other".foreign_one (id int primary key);
      create table "Other".same (id int); create table same (id int)`;
    subject = await databaseMode(server).create('whole');
    await subject.client.raw(tables);
    expect(byName((await read()).tables)).toMatchObject([
      { name: 'foreign_one', schema: 'Other' },
      { name: 'same', schema: 'Other' },
      expect.not.objectContaining({ schema: expect.anything() }),
    ]);
    expect((await read()).indexes).toMatchObject([
      { name: 'foreign_one_pkey', table: 'foreign_one', schema: 'Other' },
    ]);
    await subject.dispose();

    subject = await schemaMode(server).create('part');
    await subject.client.raw(tables);
    const { tables: own, indexes } = await read();
    expect(own).toMatchObject([{ name: 'same' }]);
    expect(own[0]).not.toHaveProperty('schema');
    expect(indexes).toEqual([]);
  });

  it('leave no connection with the plugin for which the server keeps very many', async () => {
    subject = await schemaMode(server).create(`many${created}`);
    const { client } = subject;
    const pid = async () =>
      (await client.raw('select pg_backend_pid() as pid')).rows[0].pid;
    const make = (from: number, to: number) =>
      client.raw(
        Array.from(
          { length: to - from },
          (_, i) =>
            `create table t${from + i} (id int primary key, c text unique)`,
        ).join(';'),
      );
    // Each is a table, its two indexes, and its TOAST, whose index is not opened.
    for (let from = 0; from < 2_500; from += 500) {
      await make(from, from + 500);
    }
    const first = await pid();
    expect((await read()).tables).toHaveLength(500);
    expect(await pid()).toBe(first);

    await make(2_500, 2_501);
    expect((await read()).tables).toHaveLength(500);
    expect(await pid()).not.toBe(first);
    expect(client.client.pool.numUsed()).toBe(0);
    const gone = `select from pg_stat_activity where pid = ${first}`;
    await eventually(async () =>
      expect(await asSuperuser(server, gone)).toEqual([]),
    );
  });

  /** What is read once the server has counted all of it: PostgreSQL 14 may lose a count. */
  async function vacuumed(): Promise<Relations> {
    return eventually(async () => {
      await subject.client.raw('vacuum analyze');
      const told = await read();
      for (const table of told.tables) {
        expect(table).toMatchObject({
          lastVacuumAt: expect.any(Number),
          lastAnalyzeAt: expect.any(Number),
        });
      }
      return told;
    });
  }

  async function untilCounted(table: string, deadRows: number) {
    await eventually(async () =>
      expect(await tableOf(table)).toMatchObject({ deadRows }),
    );
  }
});

function byName<T extends { name: string; schema?: string }>(
  facts: readonly T[],
): T[] {
  return [...facts].sort(
    (a, b) =>
      a.name.localeCompare(b.name) ||
      (b.schema ?? '').localeCompare(a.schema ?? ''),
  );
}
