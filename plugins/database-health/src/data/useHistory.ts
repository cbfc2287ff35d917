import type {
  HistoryReport,
  Overview,
} from 'backstage-plugin-database-health-common';
import { Polled, usePolled } from './usePolled';
import { historyIntervalMs } from './useStorage';

/** What is kept of one number of a plugin database, or of one of its tables. */
export function useHistory(
  { summary }: Overview,
  id: string,
  wanted: { metric: HistoryReport['metric']; since: string; object?: string },
): Polled<HistoryReport> {
  const { metric, since, object } = wanted;
  return usePolled(
    ['history', id, metric, since, object ?? ''].join(' '),
    (api, options) => api.getHistory(id, { ...options, metric, since, object }),
    { occasion: summary.surveyRequestedAt, intervalMs: historyIntervalMs },
  );
}
