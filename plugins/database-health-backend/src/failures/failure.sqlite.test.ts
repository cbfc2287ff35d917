import {
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { failureOf } from './__testUtils__/failures';

describe('errors of SQLite', () => {
  const directory = mkdtempSync(join(tmpdir(), 'vault-'));
  const file = join(directory, 'vault.sqlite');
  afterAll(() => rmSync(directory, { recursive: true }));

  const clients: Knex[] = [];
  afterEach(() => Promise.all(clients.splice(0).map(each => each.destroy())));

  function connect(filename: string): Knex {
    const client = createKnex({
      client: 'better-sqlite3',
      connection: { filename },
      useNullAsDefault: true,
      log: { warn() {} },
    });
    clients.push(client);
    return client;
  }
  const ask = (filename: string) =>
    connect(filename).raw('select * from sqlite_schema');

  it('knows a file that cannot be opened', async () => {
    const kind = 'database-missing';
    expect(await failureOf(() => ask(directory))).toMatchObject({ kind });
    expect(
      await failureOf(() => ask(join(directory, 'no', 'vault.sqlite'))),
    ).toMatchObject({ kind });
  });

  it('knows a file that is no database', async () => {
    const noDatabase = join(directory, 'notes');
    writeFileSync(noDatabase, 'not a database '.repeat(100));
    expect(await failureOf(() => ask(noDatabase))).toEqual({
      kind: 'damaged',
      sentence: 'The file is not an SQLite database.',
    });
  });

  it('knows a lock and a database that is read only', async () => {
    const holder = connect(file);
    await holder.raw('create table vault (id)');
    await holder.raw('begin exclusive');
    const reader = connect(file);
    await reader.raw('pragma busy_timeout = 0');
    expect(await failureOf(() => reader.raw('select * from vault'))).toEqual({
      kind: 'locked',
      sentence: expect.stringMatching(
        /^Another process or connection holds the database file: /,
      ),
    });
    await holder.raw('commit');
    await reader.raw('pragma query_only = on');
    expect(
      await failureOf(() => reader.raw('delete from vault')),
    ).toMatchObject({ kind: 'permission' });
  });

  it.each([
    ['select * from absent', /^A table does not exist/],
    ['select absent from things', /^A column does not exist/],
    ['create table things (id)', /^A table that is to be made exists/],
    ['alter table things add id', /^A column that is to be made exists/],
    ['create index thing on things (id)', /^What is to be made exists/],
    ['selec 1', /^The statement was not understood/],
    ['insert into things values (1)', /^There is a row with the same key/],
    ['select json(1, 2)', /^SQLite could not run the statement/],
  ])('says the usual cause of what %s ends in', async (sql, sentence) => {
    const client = connect(join(directory, 'things.sqlite'));
    await client.raw('create table if not exists things (id primary key)');
    await client.raw('insert or ignore into things values (1)');
    await client.raw('create index if not exists thing on things (id)');
    const failure = await failureOf(() => client.raw(sql));
    expect(failure.kind).toBe('other');
    expect(failure.sentence).toMatch(sentence);
  });

  it('knows a damaged page, and a file that was moved away', async () => {
    const name = join(directory, 'pages.sqlite');
    const client = connect(name);
    await client.raw('create table pages (text)');
    await client.raw(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 999)
       insert into pages select printf('%0100d', i) from n`,
    );
    await client.destroy();
    const opened = openSync(name, 'r+');
    writeSync(opened, Buffer.alloc(4_096, 0xff), 0, 4_096, 3 * 4_096);
    closeSync(opened);
    const again = connect(name);
    expect(
      await failureOf(() => again.raw('select sum(length(text)) from pages')),
    ).toMatchObject({ kind: 'damaged' });

    const moved = join(directory, 'moved.sqlite');
    const writer = connect(moved);
    await writer.raw('create table pages (text)');
    rmSync(moved);
    expect(
      await failureOf(() => writer.raw('insert into pages values (1)')),
    ).toEqual({
      kind: 'damaged',
      sentence: expect.stringContaining('what is written is lost'),
    });
  });
});
