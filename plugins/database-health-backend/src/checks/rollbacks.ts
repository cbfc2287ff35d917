import { createCheck } from 'backstage-plugin-database-health-node';
import { countedLately, countedTime } from './counters/lately';
import { databaseOf, judgeCounted } from './counters/statistics';

/** Transactions that were undone. */
export const rollbacks = createCheck({
  id: 'rollbacks',
  title: 'Rolled back transactions',
  rationale:
    'Transactions that were undone, by the plugin or since a statement in them failed, of all that ended. Some are part of the work; many are work that was done in vain, and mostly an error that nobody looks at.',
  per: 'server',
  needs: ['statistics'],
  limits: { leastCount: 1_000, warningPercent: 10 },
  source:
    'Those of the postgres_exporter mixin; that 5 min are looked at is ours.',
  remedy:
    'See which of its plugins has failed queries, and look into the log of the backend for what it says of them.',
  evaluate({ statistics }, { limits, at }) {
    return judgeCounted(statistics, each => {
      const undone = countedLately(each, 'rollbacks', at);
      const all = undone + countedLately(each, 'commits', at);
      const percent = (100 * undone) / Math.max(1, all);
      if (all < limits.leastCount || percent < limits.warningPercent) {
        return undefined;
      }
      return {
        severity: 'warning',
        message: `${undone} of ${all} transactions were rolled back in ${databaseOf(
          each,
        )} in the last ${countedTime}.`,
        evidence: {
          observed: Math.round(percent * 10) / 10,
          limit: limits.warningPercent,
          unit: '%',
        },
        remedy: {
          text: 'See below "Queries" in the detail of its plugin databases which statements fail, and look into the log of the backend for what the plugin says of them. If it began with a new version, look whether all its migrations were applied.',
        },
      };
    });
  },
});
