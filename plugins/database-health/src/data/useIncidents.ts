import type {
  Incidents,
  Overview,
} from 'backstage-plugin-database-health-common';
import { Polled, usePolled } from './usePolled';

/** What was wrong at some time since `since`, kept as fresh as the overview. */
export function useIncidents(
  { summary }: Overview,
  since: string,
): Polled<Incidents> {
  return usePolled(
    `incidents ${since}`,
    (api, options) => api.getIncidents({ ...options, since }),
    { occasion: summary.surveyRequestedAt },
  );
}
