export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
/** Of 24 hours. */
export const dayMs = 24 * hourMs;

/** How many days (UTC) have passed since the epoch. */
export function dayOf(epochMs: number): number {
  return Math.floor(epochMs / dayMs);
}
