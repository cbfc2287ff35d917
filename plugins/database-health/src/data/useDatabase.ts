import type {
  DatabaseDetail,
  Overview,
} from 'backstage-plugin-database-health-common';
import { Polled, usePolled } from './usePolled';

/** Everything known of one plugin database, kept as fresh as the overview. */
export function useDatabase(
  id: string,
  { summary, findings }: Overview,
): Polled<DatabaseDetail> {
  const dismissed = findings.filter(finding => finding.dismissed);
  return usePolled(
    `databases/${id}`,
    (api, options) => api.getDatabase(id, options),
    { occasion: `${summary.surveyRequestedAt} ${dismissed.length}` },
  );
}
