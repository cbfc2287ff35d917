/** `2026-01-01 11:59:00 UTC`. */
export function utc(epochMs: number): string {
  return new Date(epochMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\..*/, ' UTC');
}

/** `11:59 UTC`: for what was within the last minutes. */
export function timeOfDay(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(11, 16)} UTC`;
}
