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
  const known = rows.filter(
    ({ at, bytes }) =>
      Math.abs(at - then) <= 1.5 * dayMs && !bytes.includes(null),
  );
  // A row stands at the end of its day: the first one after that time is of
  // that day. Where it is missing, one of the day before or after is near
  // enough.
  const nearest =
    known.find(({ at }) => at >= then && at - then <= dayMs) ??
    [...known].reverse().find(({ at }) => at < then) ??
    known[0];
  return nearest ? now.bytes - Number(sumOf(nearest.bytes)) : null;
}
