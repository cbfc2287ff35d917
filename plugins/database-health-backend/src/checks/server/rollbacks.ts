import { createCheck } from 'backstage-plugin-database-health-node';
import { countedLately, countedTime } from '../parts/counters/lately';
import { judgeCounted, whereCounted } from '../parts/counters/statistics';

/** Transactions that were undone. */
export const rollbacks = createCheck({
  id: 'rollbacks',
  title: 'Rolled back transactions',
  rationale:
    'The share of transactions that were rolled back, by the plugin or because a statement in them failed. A few are normal; many are wasted work, and usually an error that nobody looks at.',
  per: 'server',
  needs: ['statistics'],
  limits: { leastCount: 1_000, warningPercent: 10 },
  source: 'Those of the postgres_exporter mixin; the 5 min are ours.',
  remedy:
    'See under "Queries" in the detail of its plugin databases which statements fail, and check the log of the backend for errors of the plugin. If it began with a new version, check whether all its migrations were applied.',
  evaluate({ statistics }, { limits, at }) {
    return judgeCounted(statistics, 'rollbacks', each => {
      const undone = countedLately(each, 'rollbacks', at);
      const all = undone + countedLately(each, 'commits', at);
      const percent = (100 * undone) / Math.max(1, all);
      if (all < limits.leastCount || percent < limits.warningPercent) {
        return undefined;
      }
      return {
        severity: 'warning',
        message: `${undone} of ${all} transactions were rolled back ${whereCounted(
          each,
        )} in the last ${countedTime}.`,
        evidence: {
          observed: Math.round(percent * 10) / 10,
          limit: limits.warningPercent,
          unit: '%',
        },
      };
    });
  },
});
