import { DateTime } from 'luxon';

/** A time of each day, where the clocks show it. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  /** As the IANA names it. */
  readonly timeZone: string;
}

/**
 * When it was last that time, epoch milliseconds: of two in one day the first, and
 * where the clocks leave it out, so much later.
 */
export function lastTime(
  { hour, minute, timeZone }: TimeOfDay,
  now: number,
): number {
  const today = DateTime.fromMillis(now, { zone: timeZone }).startOf('day');
  const [last] = [today, today.minus({ days: 1 })]
    .map(day => day.set({ hour, minute }).toMillis())
    .filter(time => time <= now);
  return last;
}
