/**
 * The time between two moments that the same database told with the same
 * clock, so that no clock of ours counts. SQLite tells them as text in UTC.
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
