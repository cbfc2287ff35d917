import { type PostgresServer, startPostgres } from 'postgres-server';
import { MigrationsFolder } from '../../__testUtils__/migrations';
import {
  asSuperuser,
  databaseMode,
  schemaMode,
  superuserSession,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, readFact, unseen } from '../../__testUtils__/subject';

// Whoever owns a table reaches nothing through this unless the plugin has the rights of
// that role: tried with every trap in ledgers/hostileTables.live.test.ts.
describe('ledgers of PostgreSQL', () => {
  let server: PostgresServer;
  let subject: Subject;
  let folder: MigrationsFolder;
  let created = 0;

  beforeAll(async () => {
    server = await startPostgres();
  });
  beforeEach(async () => {
    created += 1;
    subject = await databaseMode(server).create(`plugin${created}`);
    folder = new MigrationsFolder().add('1_first.js');
  });
  afterEach(async () => {
    folder.dispose();
    await subject?.dispose();
  });
  afterAll(() => server?.dispose());

  const one = { name: '1_first.js', batch: 1, appliedAt: expect.any(String) };

  it('are read from the schema that the plugin names', async () => {
    const { directory } = folder;
    await subject.client.raw('create schema "His ""tory"');
    await subject.client.migrate.latest({ directory });
    await subject.client('knex_migrations').del();
    await subject.client.migrate.latest({
      directory,
      schemaName: 'His "tory',
    });
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { schema: undefined, applied: [] },
      { schema: 'His "tory', applied: [one], lockRows: [{ index: 1 }] },
    ]);
  });

  it('are read from the first schema of the search path, as Knex does', async () => {
    const { directory } = folder;
    const ours = await schemaMode(server).create(`schema${created}`);
    await ours.client.migrate.latest({ directory });
    await asSuperuser(
      server,
      `create table public.knex_migrations (wrong int);
       create table public.knex_migrations_lock (wrong int)`,
      'portal',
    );
    expect(await readFact(ours, 'ledgers')).toMatchObject([
      { schema: `schema${created}`, applied: [one] },
    ]);
    await ours.client.schema
      .dropTable('knex_migrations')
      .dropTable('knex_migrations_lock');
    expect(await readFact(ours, 'ledgers')).toMatchObject([
      { applied: [], lockRows: null },
    ]);
    await ours.dispose();
  });

  it("are found in every schema of a database that is one plugin's", async () => {
    const { directory } = folder;
    const { client } = subject;
    await client.raw('create schema "Far ""away"');
    await client.migrate.latest({ directory });
    await client.migrate.latest({ directory, schemaName: 'Far "away' });
    await client.migrate.latest({
      directory,
      schemaName: 'Far "away',
      tableName: 'another',
    });
    const found = { source: null, files: null, applied: [one] };
    const stranger = unseen(subject);
    expect(await readFact(stranger, 'ledgers')).toMatchObject([
      { table: 'another', schema: 'Far "away', ...found },
      { table: 'knex_migrations', schema: 'Far "away', ...found },
      { table: 'knex_migrations', schema: undefined, ...found },
    ]);

    await client.raw('set search_path to "Far ""away", public');
    expect(await readFact(stranger, 'ledgers')).toMatchObject([
      { table: 'another', schema: undefined, ...found },
      { table: 'knex_migrations', schema: undefined, ...found },
      { table: 'knex_migrations', schema: 'public', ...found },
    ]);
  });

  it("are found in no schema but the plugin's where plugins share a database", async () => {
    const { directory } = folder;
    const ours = await schemaMode(server).create(`ours${created}`);
    const theirs = await schemaMode(server).create(`theirs${created}`);
    await ours.client.migrate.latest({ directory });
    await theirs.client.migrate.latest({ directory });
    expect(await readFact(unseen(ours), 'ledgers')).toMatchObject([
      {
        table: 'knex_migrations',
        schema: `ours${created}`,
        source: null,
        applied: [one],
      },
    ]);

    // A ledger that the plugin names is read wherever it lies.
    await ours.client.migrate.latest({
      directory,
      schemaName: `theirs${created}`,
    });
    expect(await readFact(ours, 'ledgers')).toMatchObject([
      { schema: `ours${created}`, source: { directory } },
      { schema: `theirs${created}`, source: { directory } },
    ]);
    await ours.dispose();
    await theirs.dispose();
  });

  it('appear once, whether their schema is named or not', async () => {
    const { directory } = folder;
    const inPublic = { directory, schemaName: 'public' };
    await subject.client.migrate.latest(inPublic);
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { schema: 'public', source: { directory }, applied: [one] },
    ]);
    const stranger = unseen(subject);
    await subject.client.migrate.latest({ directory });
    expect(await readFact(stranger, 'ledgers')).toMatchObject([
      { schema: undefined, source: { directory }, applied: [one] },
    ]);
  });

  it('are found though the server cut the name of their lock', async () => {
    const tableName = `ledger_${'x'.repeat(54)}`;
    const ran = { applied: [one], lockRows: [{ isLocked: false }] };
    await subject.client.migrate.latest({
      directory: folder.directory,
      tableName,
    });
    expect(await readFact(subject, 'ledgers')).toMatchObject([ran]);
    await subject.client(`${tableName}_lo`).update({ is_locked: 0 });
    expect(await readFact(unseen(subject), 'ledgers')).toMatchObject([
      { table: tableName, source: null, ...ran },
    ]);
  });

  it('are neither foreign tables nor those of other sessions, and are not read if they are partitioned', async () => {
    const ledger = '(id int, name text, batch int, migration_time timestamptz)';
    const lock = '(index int, is_locked int)';
    const other = await superuserSession(server, subject.identity.name);
    await other.query(`
      create temp table temporary ${ledger};
      create temp table temporary_lock ${lock};
      create foreign data wrapper nowhere;
      create server nowhere foreign data wrapper nowhere;
      create foreign table far ${ledger} server nowhere;
      create foreign table far_lock ${lock} server nowhere`);
    expect(await readFact(subject, 'ledgers')).toEqual([]);

    await other.query(`
      create table parted ${ledger} partition by list (id);
      create table parted_lock ${lock};
      create table dropped ${ledger};
      create table dropped_lock ${lock};
      alter table dropped drop column batch`);
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      {
        table: 'parted',
        unreadable: {
          kind: 'other',
          sentence:
            'It is not a table as Knex makes it, so its content is not trusted.',
        },
      },
    ]);
    await other.end();
  });

  it('have their times in UTC whatever the time zone of the session', async () => {
    await subject.client.migrate.latest({ directory: folder.directory });
    const { client } = subject;
    await client.raw(`
      alter database ${subject.identity.name} set timezone to 'America/Lima'`);
    await client.raw(`set timezone to 'America/Lima'`);
    const appliedAt = async () =>
      (await readFact(subject, 'ledgers'))[0].applied[0].appliedAt;

    await client.raw(`update knex_migrations
      set migration_time = '2024-05-06 07:08:09.123Z'`);
    expect(await appliedAt()).toBe('2024-05-06T07:08:09.123Z');

    await client.raw(`update knex_migrations set migration_time = 'infinity'`);
    expect(await appliedAt()).toBeNull();
  });

  it('tell a run of this process while it lasts', async () => {
    let finish = () => {};
    const finished = new Promise<void>(resolve => {
      finish = resolve;
    });
    let begin = () => {};
    const begun = new Promise<void>(resolve => {
      begin = resolve;
    });
    const run = subject.client.migrate.latest({
      migrationSource: {
        getMigrations: async () => ['slow'],
        getMigrationName: (name: string) => name,
        getMigration: async () => ({
          up: () => {
            begin();
            return finished;
          },
          down: async () => {},
          config: { transaction: false },
        }),
      },
    });
    await begun;
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      {
        files: ['slow'],
        applied: [],
        lockRows: [{ index: 1, isLocked: true }],
        runningSince: expect.any(Number),
      },
    ]);
    finish();
    await run;
    const [ledger] = await readFact(subject, 'ledgers');
    expect(ledger.runningSince).toBeUndefined();
    expect(ledger).toMatchObject({
      applied: [{ name: 'slow' }],
      lockRows: [{ index: 1, isLocked: false }],
      lastRun: { outcome: 'succeeded' },
    });
  });
});
