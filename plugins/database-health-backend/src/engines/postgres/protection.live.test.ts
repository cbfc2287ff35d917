import type { EngineDatabase } from '../types';

import { type PostgresServer, startPostgres } from 'postgres-server';
import { MigrationsFolder } from '../__testUtils__/migrations';
import {
  asSuperuser,
  databaseMode,
  superuserSession,
} from '../__testUtils__/postgresSubjects';
import {
  type Subject,
  adapterOf,
  readFact,
  readSeveral,
  unseen,
} from '../__testUtils__/subject';

describe.each([14, 18] as const)('PostgreSQL %i is protected', major => {
  let server: PostgresServer;
  let subject: Subject;
  let folder: MigrationsFolder;
  let created = 0;

  beforeAll(async () => {
    // Autovacuum takes transaction ids and short locks of its own.
    server = await startPostgres({ major, settings: { autovacuum: 'off' } });
  });
  beforeEach(async () => {
    created += 1;
    subject = await databaseMode(server).create(`plugin${created}`);
    folder = new MigrationsFolder().add('1_first.js');
    for (const tableName of ['knex_migrations', 'other__knex_migrations']) {
      const { directory } = folder;
      await subject.client.migrate.latest({ directory, tableName });
    }
  });
  afterEach(async () => {
    folder.dispose();
    await subject?.dispose();
  });
  afterAll(() => server?.dispose());

  /** Looks through to the database, and notes each read that it refuses. */
  const noting =
    (refused: () => void) =>
    (database: EngineDatabase): EngineDatabase => ({
      observation: database.observation,
      read: work =>
        database.read(work).catch(error => {
          refused();
          throw error;
        }),
    });

  it.each([
    ['ledgers that are not there', 'knex_migrations'],
    ['a database without any', 'knex_migrations, other__knex_migrations'],
  ])('writes nothing for %s', async (_, dropped) => {
    const written = async () =>
      asSuperuser(
        server,
        `select
           (select count(*) from pg_class) as relations,
           pg_snapshot_xmax(pg_current_snapshot()) as next_transaction_id`,
        subject.identity.name,
      );
    for (const table of dropped.split(', ')) {
      await subject.client.schema.dropTable(table).dropTable(`${table}_lock`);
    }
    const before = await written();
    await readSeveral(subject);
    subject = unseen(subject);
    await readSeveral(subject);
    expect(await written()).toEqual(before);
  });

  it('skips a ledger that is locked, and reads the rest exactly', async () => {
    const other = await superuserSession(server, subject.identity.name);
    await other.query('begin');
    await other.query('lock knex_migrations in access exclusive mode');

    const { identity, size, ledgers, connections } = await readSeveral(subject);
    expect(ledgers).toMatchObject([
      {
        table: 'knex_migrations',
        files: ['1_first.js'],
        applied: [],
        lockRows: null,
        unreadable: { kind: 'locked' },
      },
      { table: 'other__knex_migrations', applied: [{ name: '1_first.js' }] },
    ]);
    expect(ledgers[1]).not.toHaveProperty('unreadable');
    expect(identity).toMatchObject(subject.identity);
    expect(size).toEqual({
      bytes: await subject.sizeBytes(),
      approximate: false,
      tables: 4,
    });
    expect(connections.used).toBeGreaterThanOrEqual(2);

    await other.query('rollback');
    expect((await readSeveral(subject)).ledgers[0]).toMatchObject({
      applied: [{ name: '1_first.js' }],
    });
    await other.end();
  });

  it('skips a ledger that it found and that is locked', async () => {
    const other = await superuserSession(server, subject.identity.name);
    await other.query('begin');
    await other.query('lock knex_migrations_lock in access exclusive mode');
    const stranger = unseen(subject);
    const found = { source: null, files: null };
    const refused = jest.fn();
    const ledgers = await readFact(stranger, 'ledgers', noting(refused));
    expect(ledgers).toMatchObject([
      { ...found, applied: [], unreadable: { kind: 'locked' } },
      { ...found, applied: [{ name: '1_first.js' }] },
    ]);
    expect(refused).not.toHaveBeenCalled();
    await other.query('rollback');
    expect(await readFact(stranger, 'ledgers')).toMatchObject([
      { ...found, applied: [{ name: '1_first.js' }] },
      { ...found, applied: [{ name: '1_first.js' }] },
    ]);
    await other.end();
  });

  it('asks nothing of a ledger whose lock alone is locked', async () => {
    const other = await superuserSession(server, subject.identity.name);
    await other.query('begin');
    await other.query('lock knex_migrations_lock in access exclusive mode');
    const refused = jest.fn();
    const ledgers = await readFact(subject, 'ledgers', noting(refused));
    expect(ledgers).toMatchObject([
      { unreadable: { kind: 'locked' } },
      { applied: [{ name: '1_first.js' }] },
    ]);
    expect(refused).not.toHaveBeenCalled();
    await other.end();
  });

  it('waits no longer than the lock limit for a ledger that is locked after it was looked for', async () => {
    const other = await superuserSession(server, subject.identity.name);
    let reads = 0;
    const ledgers = await readFact(subject, 'ledgers', database => ({
      observation: database.observation,
      read: async work => {
        reads += 1;
        if (reads === 2) {
          await other.query('begin');
          await other.query('lock knex_migrations in access exclusive mode');
        }
        return database.read(work);
      },
    }));
    expect(ledgers).toMatchObject([
      { unreadable: { kind: 'locked' } },
      { applied: [{ name: '1_first.js' }] },
    ]);
    await other.end();
  });

  it('fails to read the ledgers at all where none of them is to blame', async () => {
    const controller = new AbortController();
    const calledOff = new DOMException('The backend stops', 'AbortError');
    const { openDatabase, inspector } = adapterOf(subject);
    const database = await openDatabase(subject.observation, controller.signal);
    let reads = 0;
    const reading = inspector.ledgers!({
      observation: database.observation,
      read: work => {
        reads += 1;
        if (reads === 2) {
          controller.abort(calledOff);
        }
        return database.read(work);
      },
    });
    await expect(reading).rejects.toBe(calledOff);
    database.close();
  });

  it('needs to own nothing but its ledger, and says where it does not', async () => {
    const { name } = subject.identity;
    const role = `reader${created}`;
    await asSuperuser(
      server,
      `create role ${role} login;
       alter table knex_migrations owner to ${role};
       alter table knex_migrations_lock owner to ${role};
       grant select on all tables in schema public to ${role}`,
      name,
    );
    // The server asks no password of its own machine.
    await subject.client.raw(`set session authorization ${role}`);
    const { identity, size, ledgers, connections } = await readSeveral(subject);
    expect(identity).toMatchObject(subject.identity);
    expect(size).toMatchObject({ bytes: await subject.sizeBytes(), tables: 4 });
    expect(connections).toMatchObject({ limit: 100, reserved: 3 });
    expect(connections.used).toBeGreaterThanOrEqual(1);
    const rows = [
      {
        table: 'knex_migrations',
        applied: [{ name: '1_first.js' }],
        lockRows: [{ index: 1, isLocked: false }],
      },
      {
        table: 'other__knex_migrations',
        unreadable: {
          kind: 'permission',
          sentence:
            'It does not belong to the database role of this plugin, so its content is not trusted.',
        },
      },
    ];
    expect(ledgers).toMatchObject(rows);
    expect(await readFact(unseen(subject), 'ledgers')).toMatchObject(rows);

    await asSuperuser(
      server,
      `revoke select on knex_migrations from ${role}`,
      name,
    );
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { unreadable: { sentence: expect.stringContaining('may not') } },
      rows[1],
    ]);
    await asSuperuser(
      server,
      `revoke usage on schema public from public, ${role}`,
      name,
    );
    expect(await readFact(unseen(subject), 'ledgers')).toMatchObject([
      { schema: 'public', unreadable: { kind: 'permission' } },
      { schema: 'public', unreadable: { kind: 'permission' } },
    ]);
  });

  it('counts connections that its role may not look into', async () => {
    const role = `stranger${created}`;
    await asSuperuser(server, `create role ${role} login`);
    await subject.client.raw(`set session authorization ${role}`);
    const other = await superuserSession(server);
    const blank = await subject.client.raw(
      `select backend_type from pg_stat_activity where pid = ${
        (
          await other.query('select pg_backend_pid() as pid')
        ).rows[0].pid
      }`,
    );
    expect(blank.rows).toEqual([{ backend_type: null }]);

    const before = (await readSeveral(subject)).connections.used;
    const another = await superuserSession(server);
    expect((await readSeveral(subject)).connections.used).toBe(before + 1);
    await another.end();
    await other.end();
  });
});
