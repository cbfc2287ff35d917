import type { Database } from 'backstage-plugin-database-health-common';
import type { Readings } from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import { dayOf } from '../timeSpans';

/** Days that answers hold, today included. */
const daysShown = 30;

/** Bytes at the end of each day (UTC), today last; what is not known is `null`. */
export function dailyBytes(
  { size, sizeHistory }: Readings,
  at: number,
): (number | null)[] {
  const days = new Map<number, number>();
  for (const sample of valueOf(sizeHistory)?.days ?? []) {
    days.set(dayOf(sample.at), sample.bytes);
  }
  if (size?.status === 'read') {
    days.set(dayOf(size.at), size.value.bytes);
  }
  const today = dayOf(at);
  return Array.from(
    { length: daysShown },
    (_, i) => days.get(today - daysShown + 1 + i) ?? null,
  );
}

/** Summed over all plugin databases that have a size, where all are known. */
export function sumDailyBytes(
  databases: readonly Database[],
): (number | null)[] {
  const known = databases.flatMap(({ size }) => (size ? [size.daily] : []));
  return known.length === 0
    ? []
    : Array.from({ length: daysShown }, (_, day) =>
        known.reduce<number | null>((sum, daily) => {
          const bytes = daily[day];
          return sum === null || bytes === null ? null : sum + bytes;
        }, 0),
      );
}

/** How much more it is than seven days ago. */
export function bytesPerWeek(daily: readonly (number | null)[]): number | null {
  const now = daily.at(-1) ?? null;
  const then = daily.at(-8) ?? null;
  return now === null || then === null ? null : now - then;
}
