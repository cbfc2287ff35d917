import { createCheck } from 'backstage-plugin-database-health-node';
import { countedLately, countedTime } from '../parts/counters/lately';
import { grade } from '../parts/limits/grade';

/** Queries of the plugin that failed, of all that it ran. */
export const queryErrors = createCheck({
  id: 'query-errors',
  title: 'Failed queries',
  rationale:
    'Queries of the plugin that failed: missing tables or columns, rejected values, deadlocks, time limits, lost connections. Rows that were rejected as duplicates do not count, since plugins often insert first and handle the conflict.',
  per: 'database',
  needs: ['queries'],
  limits: { leastCount: 100, warningPercent: 1, criticalPercent: 10 },
  source: 'Ours, counted over 5 min.',
  remedy:
    'Check the log of the backend for errors of the plugin, and look at the statements with errors under "Queries" in the detail of this database. If it began with a new version, check whether all its migrations were applied.',
  evaluate({ queries }, { limits, at }) {
    if (queries.history.length < 2) {
      return { skipped: 'Its queries have not been counted twice here yet.' };
    }
    const all = countedLately(queries, 'count', at);
    const errors = countedLately(queries, 'errors', at);
    const percent = (errors / all) * 100;
    const graded = grade(percent, {
      warning: limits.warningPercent,
      critical: limits.criticalPercent,
    });
    if (all < limits.leastCount || !graded) {
      return [];
    }
    return [
      {
        severity: graded.severity,
        message: `${errors} of ${all} queries failed in the last ${countedTime}.`,
        evidence: {
          observed: Math.round(percent * 10) / 10,
          limit: graded.limit,
          unit: '%',
        },
      },
    ];
  },
});
