import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { factCatalogue } from 'backstage-plugin-database-health-node';
import { mockLogger } from '../__testUtils__/services';
import { engineFacts } from '../facts/catalogue';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../__testUtils__/eventually';
import { mariadb } from '../engines/__testUtils__/mariadbSubjects';
import {
  asSuperuser,
  databaseMode,
  schemaMode,
} from '../engines/__testUtils__/postgresSubjects';
import {
  sqliteFile,
  sqliteMemory,
} from '../engines/__testUtils__/sqliteSubjects';
import {
  adapterOf,
  type Subject,
  type SubjectKind,
  unseen,
} from '../engines/__testUtils__/subject';
import { FailureLog } from './failureLog';
import { readFacts } from './readFacts';

let postgres: PostgresServer;
let maria: MariadbServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
  maria = available ? await startMariadb() : undefined;
});
afterAll(async () => {
  await maria?.dispose();
  await postgres?.dispose();
});

function survey(
  subject: Subject,
  {
    adapter = adapterOf(subject),
    failureLog = new FailureLog(mockLogger()),
  } = {},
) {
  return readFacts(adapter, subject.observation, {
    facts: engineFacts(factCatalogue, 'survey'),
    signal: AbortSignal.timeout(20_000),
    failureLog,
    now: () => Date.now(),
  });
}

/** Whatever the database has of its own, by the engine's own catalog. */
const listings = {
  postgres: `select nspname || '.' || relname as name from pg_class
    join pg_namespace n on n.oid = relnamespace order by 1`,
  mysql: `select table_name as name from information_schema.tables
    where table_schema = database() order by 1`,
  sqlite: 'select name from sqlite_master order by 1',
};

async function allOf({ client, identity }: Subject): Promise<unknown> {
  return client
    .raw(listings[identity.engine])
    .then(result => result.rows ?? result[0]?.map?.(String) ?? result);
}

const kinds: [name: string, open: () => SubjectKind][] = [
  ['PostgreSQL in database mode', () => databaseMode(postgres)],
  ['PostgreSQL in schema mode', () => schemaMode(postgres)],
  ['SQLite in memory', sqliteMemory],
  ['SQLite in a file', sqliteFile],
  ...(available
    ? [['MariaDB', () => mariadb(maria!)] as [string, () => SubjectKind]]
    : []),
];

describe.each(kinds)('a whole survey of %s', (_, open) => {
  let kind: SubjectKind;
  let subject: Subject;

  beforeAll(async () => {
    kind = open();
    subject = await kind.create('survey');
  });
  afterAll(async () => {
    await subject?.dispose();
    await kind?.dispose();
  });

  it('reads everything of a database without a ledger, and makes nothing in it', async () => {
    const before = await allOf(subject);
    for (const each of [subject, unseen(subject)]) {
      const readings = await survey(each);
      expect(readings.ledgers).toMatchObject({ status: 'read', value: [] });
      const { inspector } = adapterOf(subject);
      for (const fact of engineFacts(factCatalogue, 'survey').filter(
        name => inspector[name],
      )) {
        expect({ fact, ...readings[fact] }).toMatchObject({
          fact,
          status: 'read',
        });
      }
    }
    expect(await allOf(subject)).toEqual(before);
  });
});

it('a whole survey of PostgreSQL needs no more than SELECT and to own its ledger', async () => {
  const subject = await databaseMode(postgres).create('reader');
  await subject.client.migrate.latest({
    migrationSource: {
      getMigrations: async () => ['first'],
      getMigrationName: (name: string) => name,
      getMigration: async () => ({ up: async () => {}, down: async () => {} }),
    },
  });
  await asSuperuser(
    postgres,
    `create role only_reads login;
     alter table knex_migrations owner to only_reads;
     alter table knex_migrations_lock owner to only_reads;
     grant select on all tables in schema public to only_reads`,
    subject.identity.name,
  );
  await subject.client.raw('set session authorization only_reads');
  const readings = await survey(subject);
  for (const [fact, reading] of Object.entries(readings)) {
    expect({ fact, ...reading }).toMatchObject({ fact, status: 'read' });
  }
  expect(readings.ledgers).toMatchObject({
    value: [
      {
        table: 'knex_migrations',
        applied: [{ name: 'first' }],
        lockRows: [{ isLocked: false }],
      },
    ],
  });
  await subject.dispose();
});

describe('a pool that is full', () => {
  let subject: Subject;

  beforeEach(async () => {
    subject = await sqliteMemory().create('busy');
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await subject.dispose();
  });

  it('for a moment is read when it has a place again', async () => {
    const connection = await subject.client.client.acquireConnection();
    // The moment lasts as long as it takes to see it.
    jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    const looks = jest.spyOn(subject.observation, 'lease');
    const reading = survey(subject);
    await eventually(async () =>
      expect(looks.mock.calls.length).toBeGreaterThan(2),
    );
    expect(subject.client.client.pool.numPendingAcquires()).toBe(0);
    await subject.client.client.releaseConnection(connection);
    expect((await reading).size).toMatchObject({ status: 'read' });
  });

  it('for longer is left alone, and nothing waits in it', async () => {
    const connection = await subject.client.client.acquireConnection();
    expect(await survey(subject)).toEqual({});
    expect(subject.client.client.pool.numPendingAcquires()).toBe(0);
    await subject.client.client.releaseConnection(connection);
  });
});

it('facts that are read together leave no table locked meanwhile', async () => {
  const subject = await schemaMode(postgres).create('measured');
  await subject.client.schema.createTable('things', table =>
    table.increments(),
  );
  const adapter = adapterOf(subject);
  let between: unknown;
  const readings = await survey(subject, {
    adapter: {
      ...adapter,
      inspector: {
        ...adapter.inspector,
        ownership: async db => {
          between = await asSuperuser(
            postgres,
            `select state, (
               select count(*)::int from pg_locks
               where pid = session.pid and relation >= 16384
             ) as tables
             from pg_stat_activity session
             where datname = current_database() and state like 'idle in%'`,
            subject.identity.name,
          );
          return adapter.inspector.ownership!(db);
        },
      },
    },
  });
  expect(readings.relations).toMatchObject({
    status: 'read',
    value: { tables: [{ name: 'things' }] },
  });
  expect(between).toEqual([{ state: 'idle in transaction', tables: 0 }]);
  await subject.dispose();
});

it('facts that are read together are not read where their session was changed', async () => {
  const subject = await databaseMode(postgres).create('changed');
  const adapter = adapterOf(subject);
  const readings = await readFacts(
    {
      ...adapter,
      inspector: {
        ...adapter.inspector,
        statistics: async (db, databases) => {
          await db.read(query => query('select pg_advisory_lock(1)'));
          return adapter.inspector.statistics!(db, databases);
        },
      },
    },
    subject.observation,
    {
      facts: engineFacts(factCatalogue, 'pulse'),
      signal: AbortSignal.timeout(20_000),
      failureLog: new FailureLog(mockLogger()),
      now: () => Date.now(),
    },
  );
  expect(readings).toMatchObject({
    connections: { status: 'failed' },
    statistics: { status: 'failed' },
    sessions: { status: 'failed' },
  });
  expect(subject.client.client.pool.numFree()).toBe(0);
  await subject.dispose();
});

describe('a fact that fails for a reason without a name', () => {
  it('leaves the reason in the log, once until it is read again', async () => {
    const logger = mockLogger();
    const failureLog = new FailureLog(logger);
    const subject = await sqliteMemory().create('odd');
    const adapter = adapterOf(subject);
    const odd = new Error('Odd');
    const failing = {
      ...adapter,
      inspector: { ...adapter.inspector, size: () => Promise.reject(odd) },
    };
    for (let count = 0; count < 2; count += 1) {
      const { size } = await survey(subject, { adapter: failing, failureLog });
      expect(size).toMatchObject({
        status: 'failed',
        reason: expect.stringContaining('the log of the backend says more'),
      });
    }
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringMatching(/odd.*size/), odd],
    ]);
    await survey(subject, { failureLog });
    await survey(subject, { adapter: failing, failureLog });
    expect(logger.warn).toHaveBeenCalledTimes(2);
    await subject.dispose();
  });
});
