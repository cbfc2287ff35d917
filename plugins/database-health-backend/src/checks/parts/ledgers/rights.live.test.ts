import type { Facts } from 'backstage-plugin-database-health-node';
import {
  type PostgresServer,
  availableMajors,
  startPostgres,
} from 'postgres-server';
import {
  asSuperuser,
  databaseMode,
} from '../../../engines/__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../../../engines/__testUtils__/subject';
import { evaluate, judgements } from '../../__testUtils__/evaluate';
import { countRows } from '../../__testUtils__/losses';
import { migrationsFailed } from '../../ledgers/migrations-failed';
import { migrationsOwnership } from '../../ledgers/migrations-ownership';
import { migrationsPending } from '../../ledgers/migrations-pending';

const source = (...names: string[]) => ({
  getMigrations: async () => names,
  getMigrationName: (name: string) => name,
  getMigration: async (name: string) => ({
    up: (knex: any) =>
      name === '1_make'
        ? knex.schema.createTable('made', (t: any) => t.integer('a'))
        : knex.schema.alterTable('made', (t: any) => t.integer('b')),
    down: async () => {},
  }),
});

describe.each(availableMajors)('On PostgreSQL %i, a role', major => {
  let server: PostgresServer;
  let subject: Subject;
  let created = 0;
  const database = () => `backstage_plugin_rights${created}`;

  beforeAll(async () => {
    server = await startPostgres({ major });
    await asSuperuser(server, `create role plain login password 's3cret'`);
    await asSuperuser(server, 'create role restorer');
  });
  afterAll(() => server?.dispose());

  /** As restored by another role: all is there, and belongs to that one. */
  beforeEach(async () => {
    created += 1;
    await asSuperuser(server, `create database ${database()} owner plain`);
    for (const statement of [
      'grant all on schema public to plain',
      'create table made (a int)',
      'insert into made select generate_series(1, 100)',
      'create table knex_migrations (id serial primary key, name varchar(255), batch int, migration_time timestamptz)',
      `insert into knex_migrations (name, batch) values ('1_make', 1)`,
      'create table knex_migrations_lock (index serial primary key, is_locked int)',
      'insert into knex_migrations_lock (is_locked) values (0)',
      ...['made', 'knex_migrations', 'knex_migrations_lock'].map(
        table => `alter table ${table} owner to restorer`,
      ),
    ]) {
      await asSuperuser(server, statement, database());
    }
    subject = await databaseMode(server, {
      user: 'plain',
      password: 's3cret',
    }).create(`rights${created}`);
  });
  afterEach(() => subject?.dispose());

  const start = (...names: string[]) =>
    subject.client.migrate.latest({ migrationSource: source(...names) });

  const facts = async (): Promise<Partial<Facts>> => ({
    identity: await readFact(subject, 'identity'),
    ledgers: await readFact(subject, 'ledgers'),
    ownership: await readFact(subject, 'ownership'),
  });

  it('that may not read its ledger has a failed start, though nothing can be read', async () => {
    const told = jest.spyOn(console, 'log').mockImplementation();
    await expect(start('1_make')).rejects.toMatchObject({ code: '42P07' });
    told.mockRestore();
    const seen = await facts();
    expect(seen.ledgers![0]).toHaveProperty('unreadable');
    expect(judgements(migrationsFailed, seen)).toMatchObject([
      { severity: 'critical', object: 'knex_migrations' },
    ]);
    expect(evaluate(migrationsPending, seen)).toMatchObject({
      unknown: expect.stringContaining('was not read'),
      judgements: [],
    });
  });

  it('that may write but not change its tables is told before the upgrade, and cured by the lines', async () => {
    await asSuperuser(
      server,
      'grant select, insert, update, delete on all tables in schema public to plain',
      database(),
    );
    await asSuperuser(
      server,
      'grant usage on all sequences in schema public to plain',
      database(),
    );
    await start('1_make');
    const [{ severity, message, remedy }] = judgements(
      migrationsOwnership,
      await facts(),
    );
    expect(severity).toBe('warning');
    expect(message).toMatch(/^3 tables, knex_migrations, /);
    const told = jest.spyOn(console, 'log').mockImplementation();
    await expect(start('1_make', '2_change')).rejects.toMatchObject({
      code: '42501',
    });
    told.mockRestore();

    const before = await countRows(subject);
    for (const line of remedy.detailedSql!.split('\n')) {
      await asSuperuser(server, line, database());
    }
    expect(await countRows(subject)).toEqual(before);
    expect(judgements(migrationsOwnership, await facts())).toEqual([]);
    await start('1_make', '2_change');
    expect(judgements(migrationsFailed, await facts())).toEqual([]);
  });
});
