import type { CheckCatalogue } from 'backstage-plugin-database-health-common';
import { Polled, usePolled } from './usePolled';

/** What is in force changes when the backend restarts. */
const catalogueIntervalMs = 10 * 60_000;

/** Every check that is switched on, with its limits. */
export function useChecks(): Polled<CheckCatalogue> {
  return usePolled('checks', (api, options) => api.getChecks(options), {
    intervalMs: catalogueIntervalMs,
  });
}
