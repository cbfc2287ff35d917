import { createCheck } from 'backstage-plugin-database-health-node';
import {
  countedLately,
  countedTime,
  isOver,
  lastCountedAt,
} from '../parts/counters/lately';
import { atMostWarning, grade } from '../parts/limits/grade';
import { timeOfDay } from '../parts/wording/times';

/** Queries of the plugin that failed, of all that it ran. */
export const queryErrors = createCheck({
  id: 'query-errors',
  title: 'Failed queries',
  rationale:
    'Queries of the plugin that failed: missing tables or columns, rejected values, deadlocks, time limits, lost connections. Rows that were rejected as duplicates do not count, since plugins often insert first and handle the conflict.',
  per: 'database',
  needs: ['queries'],
  limits: { leastCount: 100, warningPercent: 1, criticalPercent: 10 },
  source:
    'Ours, counted over 5 min; a warning once none failed for 30 s and others succeeded.',
  remedy:
    'Check the log of the backend for errors of the plugin, and look at the statements with errors under "Queries" in the detail of this database. If it began with a new version, check whether all its migrations were applied.',
  evaluate({ queries }, { limits, at }) {
    if (queries.history.length < 2) {
      return { skipped: 'Its queries have not been counted twice here yet.' };
    }
    const all = countedLately(queries, 'count', at);
    const errors = countedLately(queries, 'errors', at);
    const percent = (errors / all) * 100;
    const bounds = {
      warning: limits.warningPercent,
      critical: limits.criticalPercent,
    };
    const grown = grade(percent, bounds);
    if (all < limits.leastCount || !grown) {
      return [];
    }
    const lastAt = lastCountedAt(queries, 'errors');
    // Where nothing ran since, nothing says that it would not fail.
    const over =
      isOver(lastAt, at) && (lastCountedAt(queries, 'count') ?? 0) > lastAt!;
    const graded = over ? atMostWarning(grown, bounds) : grown;
    return [
      {
        severity: graded.severity,
        message: `${errors} of ${all} queries failed in the last ${countedTime}${
          over ? `, the last one at ${timeOfDay(lastAt!)}` : ''
        }.`,
        evidence: {
          observed: Math.round(percent * 10) / 10,
          limit: graded.limit,
          unit: '%',
        },
      },
    ];
  },
});
