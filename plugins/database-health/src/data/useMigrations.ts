import type {
  Migrations,
  Overview,
  RollbackTarget,
} from 'backstage-plugin-database-health-common';
import { Polled, usePolled } from './usePolled';

/** Every ledger of the deployment, kept as fresh as the overview. */
export function useMigrations(
  { summary }: Overview,
  target?: RollbackTarget,
): Polled<Migrations> {
  return usePolled(
    ['migrations', ...Object.values(target ?? {})].join(' '),
    (api, options) => api.getMigrations({ ...options, target }),
    { occasion: summary.surveyRequestedAt },
  );
}
