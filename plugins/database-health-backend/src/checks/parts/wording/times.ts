/** `2026-01-01 11:59:00 UTC`. */
export function utc(epochMs: number): string {
  return new Date(epochMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\..*/, ' UTC');
}
