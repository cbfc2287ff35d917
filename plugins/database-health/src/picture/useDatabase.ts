import type {
  DatabaseDetail,
  Overview,
} from 'backstage-plugin-database-health-common';
import { Polled, usePolled } from './usePolled';

/** Everything known of one plugin database, kept as fresh as the overview. */
export function useDatabase(
  id: string,
  { summary }: Overview,
): Polled<DatabaseDetail> {
  return usePolled(
    `databases/${id}`,
    (api, options) => api.getDatabase(id, options),
    { occasion: summary.surveyRequestedAt },
  );
}
