import type {
  Overview,
  Transitions,
} from 'backstage-plugin-database-health-common';
import { Polled, usePolled } from './usePolled';

/** What changed since `since`, kept as fresh as the overview. */
export function useTransitions(
  { summary }: Overview,
  since: string,
): Polled<Transitions> {
  return usePolled(
    `transitions ${since}`,
    (api, options) => api.getTransitions({ ...options, since }),
    { occasion: summary.surveyRequestedAt },
  );
}
