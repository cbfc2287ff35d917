import {
  compareStatus,
  type Status,
} from 'backstage-plugin-database-health-common';

/** Nothing was read where there are none, so that is `unknown`. */
export function worstStatus(statuses: Iterable<Status>): Status {
  const [worst] = [...statuses].sort(compareStatus);
  return worst ?? 'unknown';
}
