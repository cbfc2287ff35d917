import { randomBytes } from 'node:crypto';
import {
  available as mariadbAvailable,
  type MariadbServer,
  startMariadb,
} from 'mariadb-server';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../__testUtils__/eventually';
import { mariadb } from './__testUtils__/mariadbSubjects';
import { MigrationsFolder } from './__testUtils__/migrations';
import {
  asSuperuser,
  databaseMode,
  schemaMode,
} from './__testUtils__/postgresSubjects';
import { sqliteFile, sqliteMemory } from './__testUtils__/sqliteSubjects';
import {
  type Subject,
  type SubjectKind,
  adapterOf,
  readFact,
  unseen,
} from './__testUtils__/subject';

describe.each([14, 18] as const)('PostgreSQL %i', major => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major });
  });
  afterAll(() => server?.dispose());

  describe('in database mode', () => {
    conforms(() => databaseMode(server));
  });
  describe('in schema mode', () => {
    conforms(() => schemaMode(server));
  });

  it('counts the connections of the whole server', async () => {
    const kind = databaseMode(server);
    const plugins = [await kind.create('one'), await kind.create('other')];
    await Promise.all(plugins.map(({ client }) => client.raw('select 1')));
    const [{ clients }] = await asSuperuser<{ clients: number }>(
      server,
      `select count(*)::int as clients from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    expect(clients).toBeGreaterThanOrEqual(2);
    const { byPlugin, ...counts } = await readFact(plugins[0], 'connections');
    expect(counts).toEqual({
      used: clients,
      limit: 100,
      reserved: 3,
      run: (await readFact(plugins[1], 'identity')).server!.run,
    });
    expect(byPlugin).toEqual(
      expect.arrayContaining([
        { pluginId: 'one', used: 1 },
        { pluginId: 'other', used: 1 },
      ]),
    );
    await Promise.all(plugins.map(plugin => plugin.dispose()));
  });

  it('counts the connections of roles that have a limit', async () => {
    await asSuperuser(
      server,
      `create role limited login createdb password 'limited' connection limit 7`,
    );
    const role = { user: 'limited', password: 'limited' };
    const plugin = await databaseMode(server, role).create('limited');
    await plugin.client.raw('select 1');
    const read = () => readFact(plugin, 'connections');
    const [{ used }] = await asSuperuser<{ used: number }>(
      server,
      `select count(*)::int as used from pg_stat_activity
       where usename = 'limited'`,
    );
    expect(used).toBeGreaterThanOrEqual(1);
    expect((await read()).byLimitedRole).toEqual([
      { name: 'limited', pluginIds: ['limited'], used, limit: 7 },
    ]);
    await asSuperuser(server, 'alter role limited connection limit -1');
    expect(await read()).not.toHaveProperty('byLimitedRole');
    await plugin.dispose();
  });

  it('tells what the server counts for a database', async () => {
    const plugin = await databaseMode(server).create('counted');
    const { client, identity } = plugin;
    const read = async () => {
      const statistics = await readFact(plugin, 'statistics');
      expect(statistics).toEqual([
        expect.objectContaining({ database: identity.name, history: [] }),
      ]);
      return statistics[0];
    };
    await client.raw('create table rows (id int)');
    await asSuperuser(
      server,
      `alter database ${identity.name} connection limit 40`,
    );
    const before = await read();
    expect(before).toMatchObject({
      connections: expect.any(Number),
      connectionLimit: 40,
      deadlocks: 0,
      temporaryFiles: 0,
      temporaryBytes: 0,
    });
    expect(before.connections).toBeGreaterThanOrEqual(1);
    await client
      .raw('set work_mem = 64')
      .then(() =>
        client.raw(
          'select count(*) from (select g from generate_series(1, 200000) g order by -g) sorted',
        ),
      );
    await client.transaction(trx => trx.raw('selec')).catch(() => {});
    // What a session counted is told when it has been idle for a second.
    await eventually(async () => {
      await client.raw('select pg_sleep(1.1)');
      const after = await read();
      expect(after.temporaryFiles).toBeGreaterThan(0);
      expect(after.temporaryBytes).toBeGreaterThan(1_000_000);
      expect(after.rollbacks).toBeGreaterThan(before.rollbacks);
      expect(after.commits).toBeGreaterThan(before.commits);
    });
    await plugin.dispose();
  });
});

(mariadbAvailable ? describe : describe.skip)('MariaDB', () => {
  let server: MariadbServer;
  beforeAll(async () => {
    server = await startMariadb();
  });
  afterAll(() => server?.dispose());

  conforms(() => mariadb(server));
});

describe('SQLite in memory', () => {
  conforms(sqliteMemory);
});

describe('SQLite in a file', () => {
  conforms(sqliteFile);
});

/** What every reader must get right, on every engine. */
function conforms(start: () => SubjectKind) {
  const first = '20240101_first.js';
  const second = '20240202_second.js';
  let kind: SubjectKind;
  let subject: Subject;
  let folder: MigrationsFolder;
  let created = 0;

  beforeAll(() => {
    kind = start();
  });
  beforeEach(async () => {
    created += 1;
    subject = await kind.create(`plugin${created}`);
    folder = new MigrationsFolder().add(first, second);
  });
  afterEach(async () => {
    folder.dispose();
    await subject?.dispose();
  });
  afterAll(() => kind?.dispose());

  const migrate = (tableName = 'knex_migrations') =>
    subject.client.migrate.latest({ directory: folder.directory, tableName });

  async function readLedger() {
    const [ledger, ...others] = await readFact(subject, 'ledgers');
    expect(others).toEqual([]);
    return ledger;
  }

  it('takes a ping', async () => {
    const lease = await subject.observation.lease(AbortSignal.timeout(5_000));
    await expect(
      adapterOf(subject).ping(lease.connection),
    ).resolves.toBeUndefined();
    lease.release();
  });

  it('reads the identity', async () => {
    const { server, ...identity } = await readFact(subject, 'identity');
    expect(identity).toEqual({ ...subject.identity, version: kind.version });
    const { engine, inMemory } = identity;
    const ofServer = {
      key: expect.any(String),
      run: expect.any(String),
      ...(engine !== 'sqlite' && { pooled: false }),
    };
    expect(server).toEqual(inMemory ? undefined : ofServer);
  });

  it('reads the size within 1 % and counts the tables', async () => {
    await subject.client.schema.createTable('big', table => {
      table.increments();
      table.string('key').index();
      table.text('content');
    });
    await subject.client.schema.createTable('empty', table =>
      table.increments(),
    );
    for (let i = 0; i < 20; i += 1) {
      await subject.client('big').insert(
        Array.from({ length: 20 }, () => ({
          key: randomBytes(100).toString('hex'),
          content: randomBytes(10_000).toString('base64'),
        })),
      );
    }
    const bytes = await subject.sizeBytes();
    const size = await readFact(subject, 'size');
    expect(bytes).toBeGreaterThan(4_000_000);
    expect(Math.abs(size.bytes - bytes) / bytes).toBeLessThan(0.01);
    expect(size).toMatchObject({
      approximate: kind.estimatesSize ?? false,
      tables: 2,
    });
  });

  it('reads tables and indexes, largest first', async () => {
    for (const [name, rows] of [
      ['small', 10],
      ['Big "one"', 2_000],
    ] as const) {
      await subject.client.schema.createTable(name, table => {
        table.increments();
        table.string('key').index(`${rows} rows`);
      });
      await subject.client.batchInsert(
        name,
        Array.from({ length: rows }, () => ({
          key: randomBytes(60).toString('hex'),
        })),
        200,
      );
    }
    await subject.sizeBytes();
    const { tables, indexes } = await readFact(subject, 'relations');
    const table = { kind: 'table', approximate: kind.estimatesSize ?? false };
    expect(tables).toMatchObject([
      { name: 'Big "one"', ...table },
      { name: 'small', ...table },
    ]);
    const index = { unique: false, valid: true };
    expect(indexes!.filter(({ unique }) => !unique)).toMatchObject([
      { table: 'Big "one"', name: '2000 rows', ...index },
      { table: 'small', name: '10 rows', ...index },
    ]);
    expect(tables[0].totalBytes).toBeGreaterThan(3 * tables[1].totalBytes);
    for (const { name, schema, ...parts } of tables) {
      expect(schema).toBeUndefined();
      expect(parts.totalBytes).toBe(
        parts.heapBytes + parts.toastBytes + parts.indexBytes,
      );
      expect(
        indexes!
          .filter(each => each.table === name)
          .reduce((sum, { bytes }) => sum + bytes, 0),
      ).toBe(parts.indexBytes);
    }
  });

  it('reads the disk of a file, and of nothing else', async () => {
    const { engine, inMemory } = subject.identity;
    const bytes = expect.any(Number);
    const ofFile = inMemory ? null : { totalBytes: bytes, freeBytes: bytes };
    expect(
      await readFact(subject, 'disk').catch(({ message }) => message),
    ).toEqual(engine === 'sqlite' ? ofFile : `${engine} cannot read disk`);
  });

  it('reads the neighbours on a server', async () => {
    await migrate();
    const { engine, schema, name } = subject.identity;
    const own = expect.arrayContaining([
      expect.objectContaining({
        name: schema ?? name,
        pluginId: subject.observation.pluginId,
      }),
    ]);
    expect(
      await readFact(subject, 'neighbours').catch(({ message }) => message),
    ).toEqual(
      engine === 'sqlite'
        ? 'sqlite cannot read neighbours'
        : { engine, databases: schema ? [] : own, schemas: schema ? own : [] },
    );
  });

  it('reads an empty database', async () => {
    expect(await readFact(subject, 'size')).toMatchObject({ tables: 0 });
    expect(await readFact(subject, 'relations')).toEqual({
      tables: [],
      indexes: [],
    });
    expect(await readFact(subject, 'ledgers')).toEqual([]);
  });

  it('reads rows, files and lock of a ledger', async () => {
    const { timePrecisionMs = 1 } = kind;
    const before = Math.floor(Date.now() / timePrecisionMs) * timePrecisionMs;
    await migrate();
    const ledger = await readLedger();
    expect(ledger).toMatchObject({
      table: 'knex_migrations',
      schema: subject.identity.schema,
      source: { directory: folder.directory },
      files: [first, second],
      applied: [
        { name: first, batch: 1 },
        { name: second, batch: 1 },
      ],
      lockRows: [{ index: 1, isLocked: false }],
      validationDisabled: false,
      lastRun: { outcome: 'succeeded' },
    });
    expect(ledger).not.toHaveProperty('unreadable');
    const appliedAt = ledger.applied[0].appliedAt!;
    expect(appliedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Date.parse(appliedAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(appliedAt)).toBeLessThanOrEqual(Date.now());
  });

  it('tells several ledgers apart', async () => {
    const other = new MigrationsFolder().add('1_a.js', '2_b.js', '3_c.js');
    await migrate();
    await subject.client.migrate.up({
      directory: other.directory,
      tableName: 'other__knex_migrations',
      disableMigrationsListValidation: true,
    });
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      {
        table: 'knex_migrations',
        files: [first, second],
        applied: [{ name: first }, { name: second }],
      },
      {
        table: 'other__knex_migrations',
        files: ['1_a.js', '2_b.js', '3_c.js'],
        applied: [{ name: '1_a.js', batch: 1 }],
        validationDisabled: true,
      },
    ]);
    other.dispose();
  });

  it('reads rows in the order in which they were applied', async () => {
    await migrate();
    await subject.client('knex_migrations').where({ name: first }).del();
    await subject.client('knex_migrations').insert([
      { name: '20990101_future.js', batch: 7, migration_time: null },
      { name: first, batch: 8, migration_time: new Date(86_400_000) },
    ]);
    expect((await readLedger()).applied).toEqual([
      { name: second, batch: 1, appliedAt: expect.any(String) },
      { name: '20990101_future.js', batch: 7, appliedAt: null },
      { name: first, batch: 8, appliedAt: '1970-01-02T00:00:00.000Z' },
    ]);
  });

  it('takes the time of a row that was mended by hand for UTC', async () => {
    await migrate();
    const { client } = subject;
    await client('knex_migrations').update({
      migration_time: client.fn.now(),
    });
    const { appliedAt } = (await readLedger()).applied[0];
    expect(Math.abs(Date.now() - Date.parse(appliedAt!))).toBeLessThan(60_000);
  });

  it('sees a lock that is held, let go, doubled and gone', async () => {
    await migrate();
    const lock = () => subject.client('knex_migrations_lock');
    const readLock = async () => (await readLedger()).lockRows;

    await lock().update({ is_locked: 1 });
    expect(await readLock()).toEqual([{ index: 1, isLocked: true }]);

    await lock().update({ is_locked: 0 });
    expect(await readLock()).toEqual([{ index: 1, isLocked: false }]);

    await lock().insert({ is_locked: 0 });
    expect(await readLock()).toEqual([
      { index: 1, isLocked: false },
      { index: 2, isLocked: false },
    ]);

    // Knex takes the lock where it is 0, so this one can never be taken.
    await lock().update({ is_locked: null });
    expect(await readLock()).toMatchObject([
      { isLocked: true },
      { isLocked: true },
    ]);

    await lock().del();
    expect(await readLock()).toEqual([]);

    await subject.client.schema.dropTable('knex_migrations_lock');
    expect(await readLedger()).toMatchObject({
      applied: [{ name: first }, { name: second }],
      lockRows: null,
    });
  });

  it('reads a ledger whose table is gone as one without rows', async () => {
    await migrate();
    await subject.client.schema.dropTable('knex_migrations');
    const gone = { files: [first, second], applied: [] };
    expect(await readLedger()).toMatchObject({
      ...gone,
      lockRows: [{ index: 1, isLocked: false }],
    });
    await subject.client.schema.dropTable('knex_migrations_lock');
    const ledger = await readLedger();
    expect(ledger).toMatchObject({ ...gone, lockRows: null });
    expect(ledger).not.toHaveProperty('unreadable');
  });

  it('says which ledger alone cannot be read', async () => {
    await migrate('broken');
    await migrate('whole');
    await subject.client.schema.alterTable('broken', table =>
      table.renameColumn('batch', 'something_else'),
    );
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      {
        table: 'broken',
        files: [first, second],
        applied: [],
        lockRows: null,
        unreadable: { kind: 'other', sentence: expect.any(String) },
      },
      { table: 'whole', applied: [{ name: first }, { name: second }] },
    ]);
  });

  it('reads a ledger whose name must be quoted', async () => {
    const name = `Strange "name"; of 'it'`;
    await migrate(name);
    expect(await readLedger()).toMatchObject({
      table: name,
      applied: [{ name: first }, { name: second }],
      lockRows: [{ index: 1, isLocked: false }],
    });
  });

  it('does not know the files while their source fails', async () => {
    let fails = false;
    await subject.client.migrate.latest({
      migrationSource: {
        async getMigrations() {
          if (fails) {
            throw new Error('The source is out of order');
          }
          return ['in_code'];
        },
        getMigrationName: (name: string) => name,
        getMigration: async () => ({
          up: async () => {},
          down: async () => {},
        }),
      },
    });
    fails = true;
    expect(await readLedger()).toMatchObject({
      files: null,
      applied: [{ name: 'in_code' }],
    });
    fails = false;
    expect(await readLedger()).toMatchObject({
      files: ['in_code'],
      applied: [{ name: 'in_code' }],
    });
  });

  it('reads a ledger that no run has ever completed', async () => {
    const { client } = subject;
    await client.schema.createTable('knex_migrations', table =>
      table.string('unlike a ledger'),
    );
    await expect(migrate()).rejects.toThrow();
    expect(await readLedger()).toMatchObject({
      files: [first, second],
      lastRun: { outcome: 'failed' },
      unreadable: { kind: 'other' },
    });
  });

  it('finds the ledgers that nobody ran in this process, after those that somebody did', async () => {
    await migrate('Strange "name"; of \'it\'');
    await migrate('a');
    await migrate('UPPER CASE');
    await migrate('run_here');
    const found = {
      source: null,
      files: null,
      validationDisabled: false,
      schema: subject.identity.schema,
      applied: [{ name: first }, { name: second }],
      lockRows: [{ index: 1, isLocked: false }],
    };
    subject = unseen(subject);
    await migrate('run_here');
    const ledgers = await readFact(subject, 'ledgers');
    expect(ledgers).toMatchObject([
      { table: 'run_here', source: { directory: folder.directory } },
      { table: 'a', ...found },
      { table: 'Strange "name"; of \'it\'', ...found },
      { table: 'UPPER CASE', ...found },
    ]);
    for (const ledger of ledgers) {
      expect(ledger).not.toHaveProperty('unreadable');
    }
  });

  it('finds ledgers beside one whose tables are gone', async () => {
    await migrate('found');
    subject = unseen(subject);
    await migrate('gone');
    await subject.client.schema.dropTable('gone').dropTable('gone_lock');
    expect(await readFact(subject, 'ledgers')).toMatchObject([
      { table: 'gone', applied: [], lockRows: null },
      { table: 'found', applied: [{ name: first }, { name: second }] },
    ]);
  });

  it('takes for a ledger only what has its shape', async () => {
    const { client } = subject;
    const table = (name: string, ...columns: string[]) =>
      client.schema.createTable(name, t =>
        columns.forEach(each => {
          if (each === 'name') {
            t.string(each);
          } else if (each === 'migration_time') {
            t.timestamp(each);
          } else {
            t.integer(each);
          }
        }),
      );
    const ledger = ['id', 'name', 'batch', 'migration_time'];
    const lock = ['index', 'is_locked'];

    await table('without_lock', ...ledger);
    await table('with_other_lock', ...ledger);
    await table('with_other_lock_lock', 'index', 'locked');
    await table('with_another_column', 'id', 'name', 'batch', 'migrated_at');
    await table('with_another_column_lock', ...lock);
    await table('with_longer_lock', ...ledger);
    await table('with_longer_lock_locked', ...lock);
    await table('only_lock_lock', ...lock);
    await client.schema.createView('view', view => {
      view.columns(ledger);
      view.as(client('without_lock').select(ledger));
    });
    await table('view_lock', ...lock);
    await table('with_view', ...ledger);
    await client.schema.createView('with_view_lock', view => {
      view.columns(lock);
      view.as(client('view_lock').select(lock));
    });
    expect(await readFact(subject, 'ledgers')).toEqual([]);

    await table('without_lock_lock', ...lock, 'more');
    expect(await readLedger()).toMatchObject({
      table: 'without_lock',
      applied: [],
      lockRows: [],
    });
  });

  it('reads a folder once per process', async () => {
    await migrate();
    const files = [first, second];
    expect(await readLedger()).toMatchObject({ files });
    folder.add('20240303_third.js');
    expect(await readLedger()).toMatchObject({ files });
  });

  it.each([1, 4])(
    'issues at most two statements per ledger for %i of them',
    async count => {
      for (let i = 0; i < count; i += 1) {
        await migrate(`ledger${i}`);
      }
      subject = unseen(subject);
      await migrate('ledger0');
      let statements = 0;
      const ledgers = await readFact(subject, 'ledgers', database => ({
        ...database,
        read: work =>
          database.read(query =>
            work((sql, parameters) => {
              statements += 1;
              return query(sql, parameters);
            }),
          ),
      }));
      expect(ledgers).toHaveLength(count);
      expect(statements).toBeLessThanOrEqual(2 * count);
    },
  );
}
