import type { Config } from '@backstage/config';
import { hourMs, minuteMs } from '../timeSpans';
import { readDuration } from './durations';

/** How long something must hold before people are told of it. */
export interface IncidentTimes {
  readonly openAfterMs: number;
  readonly closeAfterMs: number;
}

/** The defaults are two looks at a plugin database that failed, and four at one that is well. */
export function readIncidents(config: Config | undefined): IncidentTimes {
  const path = 'databaseHealth.incidents';
  const bounds = { leastMs: 1_000, mostMs: hourMs };
  return Object.freeze({
    openAfterMs: readDuration(config, 'openAfter', path, {
      ...bounds,
      defaultMs: 10_000,
    }),
    closeAfterMs: readDuration(config, 'closeAfter', path, {
      ...bounds,
      defaultMs: minuteMs,
    }),
  });
}
