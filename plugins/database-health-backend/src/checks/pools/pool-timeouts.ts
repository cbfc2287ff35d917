import { createCheck } from 'backstage-plugin-database-health-node';
import {
  countedLately,
  countedTime,
  isOver,
  lastCountedAt,
} from '../parts/counters/lately';
import { atMostWarning, grade } from '../parts/limits/grade';
import { count } from '../parts/wording/amounts';
import { timeOfDay } from '../parts/wording/times';

/** Requests that waited for a connection until they failed. */
export const poolTimeouts = createCheck({
  id: 'pool-timeouts',
  title: 'Pool timeouts',
  rationale:
    'Requests for a connection that got none in time: "Knex: Timeout acquiring a connection. The pool is probably full." Each of them is a failed request of a user or a failed task.',
  per: 'database',
  needs: ['pool'],
  limits: { warningCount: 1, criticalCount: 5 },
  source:
    'Ours, counted over 5 min; a warning once there was none for 30 s and the pool has room again.',
  remedy:
    'Look for what holds the connections: slow queries, transactions left open, a loop that queries in parallel. If you find none, raise `knexConfig.pool.max` under `backend.database.plugin.<plugin id>`, as far as the check `connection-budget` leaves room.',
  evaluate({ pool }, { limits, at }) {
    const timeouts = countedLately(pool, 'timeouts', at);
    const bounds = {
      warning: limits.warningCount,
      critical: limits.criticalCount,
    };
    const grown = grade(timeouts, bounds);
    if (!grown) {
      return [];
    }
    const lastAt = lastCountedAt(pool, 'timeouts');
    const over =
      isOver(lastAt, at) && pool.pending === 0 && pool.used < pool.max;
    const graded = over ? atMostWarning(grown, bounds) : grown;
    return [
      {
        severity: graded.severity,
        message: `${count(
          timeouts,
          'request',
        )} for a connection got none in time in the last ${countedTime}${
          over ? `, the last one at ${timeOfDay(lastAt!)}` : ''
        }; ${pool.used} of ${count(pool.max, 'connection')} are in use now.`,
        evidence: {
          observed: timeouts,
          limit: graded.limit,
          unit: 'timeouts',
        },
      },
    ];
  },
});
