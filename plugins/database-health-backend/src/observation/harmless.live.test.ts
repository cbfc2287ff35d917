import { availableMajors, type PostgresServer } from 'postgres-server';
import type { Knex } from 'knex';
import { TestDatabase } from './__testUtils__/databases';

const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => ['parts'],
  getMigrationName: name => name,
  getMigration: async () => ({
    up: knex => knex.schema.createTable('parts', table => table.integer('id')),
    down: knex => knex.schema.dropTable('parts'),
  }),
};

/** What a plugin does with its database, and what comes of it. */
async function use(client: Knex): Promise<unknown[]> {
  const outcomeOf = (work: PromiseLike<unknown>) =>
    work.then(
      value => value,
      error => [error.message, error.code],
    );
  return [
    await client.migrate.latest({ migrationSource }),
    await client.migrate.latest({ migrationSource }),
    await client('parts').insert([{ id: 1 }, { id: 2 }]),
    await client.transaction(trx => trx('parts').where({ id: 2 }).delete()),
    await outcomeOf(
      client.transaction(async trx => {
        await trx('parts').insert({ id: 3 });
        throw new Error('undone');
      }),
    ),
    await outcomeOf(client.raw('select nothing')),
    await outcomeOf(client('parts').select('nothing')),
    await client('parts').select(),
    await client.migrate.rollback({ migrationSource }),
    await outcomeOf(client('parts').select()),
  ];
}

describe.each(availableMajors)('a plugin on PostgreSQL %i', major => {
  let database: TestDatabase & { server: PostgresServer };
  beforeAll(async () => {
    database = await TestDatabase.postgres(major, {
      shared_preload_libraries: 'pg_stat_statements',
      'pg_stat_statements.track_utility': 'on',
    });
  });
  afterAll(() => database?.dispose());

  const connectionTo = (name: string) => ({
    connection: database.server.connection(name),
  });

  /** Every statement that the server ran for `work`, with its number of calls. */
  async function statementsOf(work: () => Promise<unknown>) {
    const admin = database.connect();
    await admin.raw('create extension if not exists pg_stat_statements');
    await admin.raw('select pg_stat_statements_reset()');
    const result = await work();
    const { rows } = await admin.raw(
      `select query, sum(calls)::int as calls from pg_stat_statements
       where query not like '%pg_stat_statements%' group by query order by query`,
    );
    return { result, rows };
  }

  it('gets the same answers for the same statements, and no others', async () => {
    for (const name of ['unobserved', 'observed']) {
      await database.connect().raw(`create database ${name}`);
    }
    const unobserved = await statementsOf(() =>
      use(database.connect(connectionTo('unobserved'))),
    );
    const observed = await statementsOf(async () => {
      const { client, observation } = await database.observe(
        connectionTo('observed'),
      );
      const result = await use(client);
      // Reading what was observed asks the server nothing either.
      await Promise.all(observation.ledgers().map(each => each.getNames()));
      expect(observation.traffic.queries).toBeGreaterThan(10);
      return result;
    });
    expect(unobserved.rows.length).toBeGreaterThan(10);
    expect(observed).toEqual(unobserved);
  });
});

it('gets the same answers for the same statements on SQLite, and no others', async () => {
  const database = await TestDatabase.sqlite();

  /** Every statement that is prepared on a connection. */
  const statements: string[] = [];
  const pool: Knex.PoolConfig = {
    min: 1,
    max: 1,
    afterCreate(connection: { prepare(sql: string): unknown }, done: Function) {
      const prepare = connection.prepare.bind(connection);
      connection.prepare = sql => {
        statements.push(sql);
        return prepare(sql);
      };
      done(null, connection);
    },
  };
  const unobserved = await use(database.connect({ pool }));
  const expected = statements.splice(0);
  const { client, observation } = await database.observe({ pool });
  expect(await use(client)).toEqual(unobserved);
  await Promise.all(observation.ledgers().map(each => each.getNames()));
  expect(expected.length).toBeGreaterThan(10);
  expect(statements).toEqual(expected);
  await database.dispose();
});
