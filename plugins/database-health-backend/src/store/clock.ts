import type { Knex } from 'knex';
import { dialectOf } from '../engines/dialects';

/**
 * Now, by the clock of the database, in milliseconds since the epoch: the one
 * clock that all replicas share.
 */
export function nowMs(knex: Knex): Knex.Raw {
  const dialect = dialectOf(knex);
  if (!dialect) {
    throw new Error('The clock of this database is not known');
  }
  return knex.raw(dialect.nowMs);
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
