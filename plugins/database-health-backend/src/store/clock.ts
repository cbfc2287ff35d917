import type { Engine } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';

const expressions: Record<Engine, string> = {
  postgres: `(extract(epoch from clock_timestamp()) * 1000)::bigint`,
  mysql: `cast(unix_timestamp(now(3)) * 1000 as signed)`,
  sqlite: `cast((julianday('now') - 2440587.5) * 86400000 as integer)`,
};

/**
 * Now, by the clock of the database, in milliseconds since the epoch: the one
 * clock that all replicas share. Whole seconds would not do: two surveys may
 * begin in one.
 */
export function nowMs(knex: Knex): Knex.Raw {
  return knex.raw(expressions[engineOf(knex)]);
}

function engineOf(knex: Knex): Engine {
  const { client } = knex as unknown as { client: { dialect: string } };
  switch (client.dialect) {
    case 'postgresql':
      return 'postgres';
    case 'mysql':
      return 'mysql';
    default:
      return 'sqlite';
  }
}

/**
 * The time between two moments that the same database gave by the same clock, so
 * that no clock of ours counts. SQLite gives them as text in UTC.
 */
export function ageMs(
  then: Date | string | number,
  now: Date | string | number,
): number {
  return toEpochMs(now) - toEpochMs(then);
}

function toEpochMs(time: Date | string | number): number {
  return typeof time === 'string'
    ? Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`)
    : new Date(time).getTime();
}
