import type { Config } from '@backstage/config';
import type { Retention } from '../store';
import { dayMs, hourMs } from '../timeSpans';
import { readDuration } from './durations';

/**
 * How long samples are kept, and from what age on how many. The bounds keep what
 * is read at once, and our own tables, small.
 */
export function readHistory(config: Config | undefined): Retention {
  const read = (
    key: string,
    defaultMs: number,
    bounds: { leastMs: number; mostMs: number },
  ) =>
    readDuration(config, key, 'databaseHealth.history', {
      ...bounds,
      defaultMs: Math.max(defaultMs, bounds.leastMs),
    });
  const fineMs = read('fine', 2 * dayMs, {
    leastMs: hourMs,
    mostMs: 14 * dayMs,
  });
  const hourlyMs = read('hourly', 14 * dayMs, {
    leastMs: Math.max(dayMs, fineMs),
    mostMs: 90 * dayMs,
  });
  const dailyMs = read('daily', 730 * dayMs, {
    leastMs: hourlyMs,
    mostMs: 1_826 * dayMs,
  });
  return Object.freeze({ fineMs, hourlyMs, dailyMs });
}
