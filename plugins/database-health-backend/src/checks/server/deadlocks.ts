import { createCheck } from 'backstage-plugin-database-health-node';
import { dialects } from '../../engines/dialects';
import {
  countedAMinute,
  countedLately,
  countedTime,
  isOver,
  lastCountedAt,
} from '../parts/counters/lately';
import { judgeCounted, whereCounted } from '../parts/counters/statistics';
import { count } from '../parts/wording/amounts';
import { timeOfDay } from '../parts/wording/times';

const whatHelps =
  'If two replicas of the plugin do the same work at once, let only one do it; otherwise report it to the authors of the plugin.';

/** Transactions that waited for each other. */
export const deadlocks = createCheck({
  id: 'deadlocks',
  title: 'Deadlocks',
  rationale:
    'Two transactions each held a lock that the other one wanted, so the server aborted one of them: its work is lost, and whoever asked for it got an error. Code that takes its locks in a different order each time deadlocks with itself as soon as it runs twice at once.',
  per: 'server',
  needs: ['statistics'],
  limits: { warningCount: 1, criticalPerMinute: 5 },
  source:
    'Those of pgEdge and of the postgres_exporter mixin; the 5 min are ours, and that they are a warning once there was none for 30 s.',
  remedy: `Find out which statements they were: the server names both. ${whatHelps}`,
  evaluate({ statistics }, { limits, at, engine }) {
    const { deadlocks: named } = dialects[engine];
    return judgeCounted(statistics, 'deadlocks', each => {
      const lately = countedLately(each, 'deadlocks', at);
      if (lately < limits.warningCount) {
        return undefined;
      }
      const aMinute = countedAMinute(each, 'deadlocks', at);
      const lastAt = lastCountedAt(each, 'deadlocks');
      const over = isOver(lastAt, at);
      const critical = !over && aMinute >= limits.criticalPerMinute;
      return {
        severity: critical ? ('critical' as const) : 'warning',
        message: `${count(lately, 'deadlock')} ${whereCounted(
          each,
        )} in the last ${countedTime}${
          over ? `, the last one at ${timeOfDay(lastAt!)}` : ''
        }; in each, the server aborted one transaction.`,
        evidence: critical
          ? {
              observed: Math.round(aMinute * 10) / 10,
              limit: limits.criticalPerMinute,
              unit: 'deadlocks a minute',
            }
          : {
              observed: lately,
              limit: limits.warningCount,
              unit: 'deadlocks',
            },
        ...(named && { remedy: { text: `${named} ${whatHelps}` } }),
      };
    });
  },
});
