import type {
  Overview,
  StorageReport,
} from 'backstage-plugin-database-health-common';
import { Polled, usePolled } from './usePolled';

/** Sizes change with a survey, so they are asked for less often. */
export const historyIntervalMs = 60_000;

/** What fills each plugin database, and how it came to be since `since`. */
export function useStorage(
  { summary }: Overview,
  since: string,
): Polled<StorageReport> {
  return usePolled(
    `storage ${since}`,
    (api, options) => api.getStorage({ ...options, since }),
    { occasion: summary.surveyRequestedAt, intervalMs: historyIntervalMs },
  );
}
