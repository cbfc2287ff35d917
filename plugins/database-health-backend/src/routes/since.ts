import { InputError } from '@backstage/errors';
import { dayMs, hourMs, minuteMs } from '../timeSpans';

/** Milliseconds of each part of an ISO 8601 duration; a year has 365 days. */
const partsMs = [
  365 * dayMs,
  30 * dayMs,
  7 * dayMs,
  dayMs,
  hourMs,
  minuteMs,
  1_000,
];

const duration =
  /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/;

/**
 * Reads where a time begins that ends now: epoch milliseconds. Throws an
 * `InputError` that says what is allowed.
 */
export function readSince(
  value: unknown,
  { otherwise, now }: { otherwise: string; now: number },
): number {
  const text = value === undefined ? otherwise : value;
  const since = typeof text === 'string' ? toEpochMs(text, now) : undefined;
  if (since === undefined || !(since >= 0 && since <= now)) {
    throw new InputError(
      `since must be an ISO 8601 duration such as P30D or PT12H, or a time in the past such as ${new Date(
        now - 30 * dayMs,
      ).toISOString()}`,
    );
  }
  return since;
}

function toEpochMs(text: string, now: number): number | undefined {
  const parts = duration.exec(text)?.slice(1);
  if (parts) {
    return (
      now -
      parts.reduce((sum, part, i) => sum + Number(part ?? 0) * partsMs[i], 0)
    );
  }
  return time.test(text) ? Date.parse(text) : undefined;
}
