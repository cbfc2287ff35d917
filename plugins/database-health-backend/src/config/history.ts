import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type { Retention } from '../store';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/**
 * How long samples are kept, and from what age on how many. The bounds keep what
 * is read at once, and our own tables, small.
 */
export function readHistory(config: Config | undefined): Retention {
  const read = (
    key: string,
    defaultMs: number,
    bounds: { leastMs: number; mostMs: number },
  ) => {
    const ms = config?.has(key)
      ? durationToMilliseconds(readDurationFromConfig(config, { key }))
      : Math.min(Math.max(defaultMs, bounds.leastMs), bounds.mostMs);
    if (ms < bounds.leastMs || ms > bounds.mostMs) {
      throw new InputError(
        `databaseHealth.history.${key} is ${inHours(
          ms,
        )}, but must be from ${inHours(bounds.leastMs)} to ${inHours(
          bounds.mostMs,
        )}`,
      );
    }
    return ms;
  };
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

function inHours(ms: number): string {
  return `${Number((ms / hourMs).toFixed(2))} h`;
}
