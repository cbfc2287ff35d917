import type {
  Migrations,
  Overview,
} from 'backstage-plugin-database-health-common';
import { Polled, usePolled } from './usePolled';

/** Every ledger of the deployment, kept as fresh as the overview. */
export function useMigrations({ summary }: Overview): Polled<Migrations> {
  return usePolled('migrations', (api, options) => api.getMigrations(options), {
    occasion: summary.surveyRequestedAt,
  });
}
