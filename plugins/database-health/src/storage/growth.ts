import { Stack, sumOf } from './stack';

const dayMs = 24 * 3_600_000;

/**
 * Bytes that all databases together have grown by in the last `days`, from a
 * stack of days; `null` where nothing is known of that time.
 */
export function growthOver(
  { rows }: Stack,
  days: number,
  now: { at: number; bytes: number },
): number | null {
  const then = now.at - days * dayMs;
  // A sample of the day before or after is near enough.
  const [nearest] = rows
    .map(({ at, bytes }) => ({
      awayMs: Math.abs(at - then),
      bytes: sumOf(bytes),
    }))
    .filter(({ awayMs, bytes }) => awayMs <= 1.5 * dayMs && bytes !== null)
    .sort((a, b) => a.awayMs - b.awayMs);
  return nearest ? now.bytes - Number(nearest.bytes) : null;
}
