import type { Engine } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { engineOf } from './dialects';
import type { Driver } from './driver';
import { mysqlDriver } from './mysql/driver';
import { postgresDriver } from './postgres/driver';
import { sqliteDriver } from './sqlite/driver';

export type { Driver } from './driver';

/** That of each engine. */
export const drivers: Readonly<Record<Engine, Driver>> = {
  postgres: postgresDriver,
  mysql: mysqlDriver,
  sqlite: sqliteDriver,
};

/** `backend.database` as Backstage takes it where nothing is configured. */
export const unconfiguredDatabase = {
  client: 'better-sqlite3',
  connection: ':memory:',
};

/** The engine of a `client` of `backend.database`. */
export function engineOfClient(name: string): Engine {
  const names = Object.keys(drivers) as Engine[];
  return names.find(each => drivers[each].isClient(name)) ?? 'postgres';
}

/** The driver of a client of Knex; `undefined` where it is of no engine here. */
export function driverOf(client: Pick<Knex, 'client'>): Driver | undefined {
  const engine = engineOf(client);
  return engine && drivers[engine];
}
