/**
 * Milliseconds of a second.
 *
 * @public
 */
export const secondMs = 1_000;

/**
 * Milliseconds of a minute.
 *
 * @public
 */
export const minuteMs = 60 * secondMs;

/**
 * Milliseconds of an hour.
 *
 * @public
 */
export const hourMs = 60 * minuteMs;

/**
 * Milliseconds of a day of 24 hours.
 *
 * @public
 */
export const dayMs = 24 * hourMs;

/**
 * How many days (UTC) have passed since the epoch.
 *
 * @public
 */
export function dayOf(epochMs: number): number {
  return Math.floor(epochMs / dayMs);
}
