import { createCheck } from 'backstage-plugin-database-health-node';
import { failureRemedies } from '../parts/reachability/remedies';
import { timeOfDay } from '../parts/wording/times';

/** Damaged data, as the queries of the plugin met them. */
export const damage = createCheck({
  id: 'damage',
  title: 'Damaged data',
  rationale:
    'A query of the plugin was told that what it wanted to read is damaged: a page of a table, an index, a file that is gone. All else may work for long; but damage spreads to backups, and the older the last sound one is, the more is lost.',
  per: 'database',
  needs: ['queries'],
  limits: { criticalCount: 1, seenSeconds: 3_600 },
  explains: ['query-errors'],
  source: 'Ours: once is enough, until nothing has met it for an hour.',
  remedy: failureRemedies.damaged,
  evaluate({ queries: { failures } }, { limits, at }) {
    return failures
      .filter(
        ({ kind, count, lastAt }) =>
          kind === 'damaged' &&
          count >= limits.criticalCount &&
          at - lastAt < limits.seenSeconds * 1_000,
      )
      .slice(0, 1)
      .map(({ sentence, count, lastAt }) => ({
        severity: 'critical' as const,
        message: `${sentence} Queries of the plugin met it, the last one at ${timeOfDay(
          lastAt,
        )}.`,
        evidence: {
          observed: count,
          limit: limits.criticalCount,
          unit: 'failed queries',
        },
      }));
  },
});
