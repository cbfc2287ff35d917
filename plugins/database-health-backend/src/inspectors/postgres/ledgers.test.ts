import { type PostgresServer, startPostgres } from 'postgres-server';
import { MigrationsFolder } from '../__testUtils__/migrations';
import {
  asSuperuser,
  databaseMode,
  schemaMode,
} from '../__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../__testUtils__/subject';

jest.setTimeout(60_000);

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
