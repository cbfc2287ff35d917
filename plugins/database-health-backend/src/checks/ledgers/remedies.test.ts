import type { LedgerFact } from 'backstage-plugin-database-health-node';
import createKnex, { type Knex } from 'knex';
import {
  availableMajors,
  type PostgresServer,
  startPostgres,
} from 'postgres-server';
import { judgements } from '../__testUtils__/evaluate';
import { ledger, noon } from '../__testUtils__/facts';
import { migrationsLockMalformed } from '../migrations-lock-malformed';
import { migrationsLocked } from '../migrations-locked';
import { migrationsMissing } from '../migrations-missing';
import { migrationsPending } from '../migrations-pending';

jest.setTimeout(60_000);

const files = ["1_first's.js", '2_second.js', '3_third.js'];
const table = 'my_knex_migrations';

const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => files,
  getMigrationName: name => name,
  getMigration: async name => ({
    up: async knex => {
      await knex.schema.createTable(`made_by_${name[0]}`, t => t.integer('a'));
    },
    down: async knex => {
      await knex.schema.dropTable(`made_by_${name[0]}`);
    },
  }),
};

type Place = { knex: Knex; schema?: string };

/** Knex tells on the console what it refuses. */
const log = { warn() {} };

const latest = ({ knex, schema }: Place) =>
  knex.migrate.latest({
    tableName: table,
    schemaName: schema,
    migrationSource,
  });

/** The ledger as it is now; this process has run it and seen it succeed. */
async function read({ knex, schema }: Place): Promise<LedgerFact> {
  const from = (name: string) =>
    schema ? knex(name).withSchema(schema) : knex(name);
  const applied = await from(table).orderBy('id');
  const locks = await from(`${table}_lock`).orderBy('index');
  return ledger({
    table,
    schema,
    files,
    applied: applied.map(({ name, batch }) => ({
      name,
      batch,
      appliedAt: null,
    })),
    lockRows: locks.map(row => ({
      index: row.index,
      isLocked: row.is_locked !== 0,
    })),
    lastRun: { at: noon, durationMs: 1, outcome: 'succeeded' },
  });
}

/** Every sickness, and what the next run does while it lasts. */
const sicknesses = [
  {
    name: 'a deleted row',
    check: migrationsPending,
    sql: `delete from TABLE where name = '2_second.js'`,
    next: 'refused',
  },
  {
    name: 'a deleted first and last row',
    check: migrationsPending,
    sql: `delete from TABLE where name <> '2_second.js'`,
    next: 'refused',
  },
  {
    name: 'an extra row',
    check: migrationsMissing,
    sql: `insert into TABLE (name, batch) values ('9_it''s.js', 4)`,
    next: 'refused',
  },
  {
    name: 'extra rows',
    check: migrationsMissing,
    sql: `insert into TABLE (name, batch) values ('0.js', 1), ('9.js', 4)`,
    next: 'refused',
  },
  {
    name: 'a lock that is held',
    check: migrationsLocked,
    sql: 'update TABLE_lock set is_locked = 1',
    next: 'refused',
  },
  {
    name: 'two free lock rows',
    check: migrationsLockMalformed,
    sql: 'insert into TABLE_lock (is_locked) values (0)',
    next: 'refused',
  },
  {
    name: 'a taken and two free lock rows',
    check: migrationsLockMalformed,
    sql: 'insert into TABLE_lock (is_locked) values (1), (0)',
    next: 'refused',
  },
  {
    name: 'no lock row',
    check: migrationsLockMalformed,
    sql: 'delete from TABLE_lock',
    next: 'ran',
  },
];

function remediesMend(makePlace: () => Place) {
  it.each(sicknesses)('$name', async ({ check, sql, next }) => {
    const place = makePlace();
    const { knex, schema } = place;
    const found = async () =>
      judgements(check, { ledgers: [await read(place)] });
    await latest(place);
    expect(await found()).toEqual([]);

    const name = schema ? `"${schema}".${table}` : table;
    await knex.raw(sql.replace('TABLE', name));
    const [finding, ...more] = await found();
    expect(more).toEqual([]);
    const outcome = latest(place).then(
      () => 'ran',
      () => 'refused',
    );
    expect(await outcome).toBe(next);

    await knex.raw(finding.remedy.sql!);
    expect(await found()).toEqual([]);
    await expect(latest(place)).resolves.toEqual([expect.any(Number), []]);
  });

  it('no lock row, mended before the next run', async () => {
    const place = makePlace();
    const found = async () =>
      judgements(migrationsLockMalformed, { ledgers: [await read(place)] });
    await latest(place);
    const name = place.schema ? `"${place.schema}".${table}` : table;
    await place.knex.raw(`delete from ${name}_lock`);
    const [{ remedy }] = await found();
    await place.knex.raw(remedy.sql!);
    expect(await found()).toEqual([]);
  });

  it('three taken lock rows leave one, which is then held', async () => {
    const place = makePlace();
    await latest(place);
    const name = place.schema ? `"${place.schema}".${table}` : table;
    await place.knex.raw(
      `insert into ${name}_lock (is_locked) values (1), (1)`,
    );
    await place.knex.raw(`update ${name}_lock set is_locked = 1`);

    const lineOf = async (
      check: typeof migrationsLocked | typeof migrationsLockMalformed,
    ) => {
      const [finding] = judgements(check, { ledgers: [await read(place)] });
      return finding?.remedy.sql;
    };
    await place.knex.raw((await lineOf(migrationsLockMalformed))!);
    expect(await lineOf(migrationsLockMalformed)).toBeUndefined();
    await place.knex.raw((await lineOf(migrationsLocked))!);
    expect(await lineOf(migrationsLocked)).toBeUndefined();
    await expect(latest(place)).resolves.toEqual([expect.any(Number), []]);
  });
}

describe('the line that a finding offers mends, on SQLite', () => {
  let knex: Knex;

  beforeEach(() => {
    knex = createKnex({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
      log,
    });
  });
  afterEach(() => knex.destroy());

  remediesMend(() => ({ knex }));
});

describe.each(availableMajors)(
  'the line that a finding offers mends, on PostgreSQL %i',
  major => {
    let server: PostgresServer;
    let knex: Knex;

    beforeAll(async () => {
      server = await startPostgres({ major });
    });
    afterAll(() => server?.dispose());

    describe.each([undefined, 'my-schema'])('in schema %s', schema => {
      beforeEach(async () => {
        knex = createKnex({
          client: 'pg',
          connection: server.connection(),
          searchPath: schema && [schema],
          log,
        });
        await knex.raw(`drop schema if exists "${schema ?? 'public'}" cascade`);
        await knex.raw(`create schema "${schema ?? 'public'}"`);
      });
      afterEach(() => knex.destroy());

      remediesMend(() => ({ knex, schema }));
    });
  },
);
