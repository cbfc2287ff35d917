import createKnex, { type Knex } from 'knex';

/** A client of an empty database in memory, which ends with it. */
export function memoryClient(): Knex {
  return createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
}
