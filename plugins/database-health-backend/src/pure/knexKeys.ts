import type { Knex } from 'knex';

/** What Knex reads of its configuration. */
const ofKnex: Record<keyof Knex.Config, true> = {
  acquireConnectionTimeout: true,
  asyncStackTraces: true,
  client: true,
  compileSqlOnError: true,
  connection: true,
  connectionPool: true,
  debug: true,
  defaultDateTimePrecision: true,
  dialect: true,
  fetchAsString: true,
  jsonbSupport: true,
  log: true,
  migrations: true,
  pool: true,
  postProcessResponse: true,
  searchPath: true,
  seeds: true,
  useNullAsDefault: true,
  version: true,
  wrapIdentifier: true,
};

/** @public */
export const knexKeys: readonly string[] = Object.keys(ofKnex);

/** What its pool can be told in a configuration; with anything else it is not made. */
export const poolKeys: readonly string[] = [
  'acquireTimeoutMillis',
  'createRetryIntervalMillis',
  'createTimeoutMillis',
  'destroyTimeoutMillis',
  'idleTimeoutMillis',
  'max',
  'maxConnectionLifetimeJitterMillis',
  'maxConnectionLifetimeMillis',
  'min',
  'propagateCreateError',
  'reapIntervalMillis',
];
