import type { Engine } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import type { Dialect } from './dialect';
import { mysqlDialect } from './mysql/dialect';
import { postgresDialect } from './postgres/dialect';
import { sqliteDialect } from './sqlite/dialect';

export type { Dialect } from './dialect';

/** That of each engine. */
export const dialects: Readonly<Record<Engine, Dialect>> = {
  postgres: postgresDialect,
  mysql: mysqlDialect,
  sqlite: sqliteDialect,
};

/** Which engine a client of Knex leads to; `undefined` for any other. */
export function engineOf(client: Pick<Knex, 'client'>): Engine | undefined {
  const names = Object.keys(dialects) as Engine[];
  return names.find(name => dialects[name].knexName === client.client?.dialect);
}

/** The dialect of a client of Knex; `undefined` where it is of no engine here. */
export function dialectOf(client: Pick<Knex, 'client'>): Dialect | undefined {
  const engine = engineOf(client);
  return engine && dialects[engine];
}
