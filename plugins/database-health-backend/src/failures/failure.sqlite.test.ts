import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
      kind: 'other',
      sentence: 'The file is not an SQLite database.',
    });
  });

  it('knows a lock and a database that is read only', async () => {
    const holder = connect(file);
    await holder.raw('create table vault (id)');
    await holder.raw('begin exclusive');
    const reader = connect(file);
    await reader.raw('pragma busy_timeout = 0');
    expect(
      await failureOf(() => reader.raw('select * from vault')),
    ).toMatchObject({ kind: 'locked' });
    await holder.raw('commit');
    await reader.raw('pragma query_only = on');
    expect(
      await failureOf(() => reader.raw('delete from vault')),
    ).toMatchObject({ kind: 'permission' });
    expect(await failureOf(() => reader.raw('select * from nothing'))).toEqual({
      kind: 'other',
      sentence: 'The database reported the error SQLITE_ERROR.',
    });
  });
});
