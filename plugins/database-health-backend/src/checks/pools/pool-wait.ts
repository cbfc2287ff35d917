import { durationInWords } from 'backstage-plugin-database-health-common';
import type { Pool } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { overAfterSeconds } from '../parts/counters/lately';
import { atMostWarning, grade } from '../parts/limits/grade';
import { failureRemedies } from '../parts/reachability/remedies';
import { count } from '../parts/wording/amounts';
import { timeOfDay } from '../parts/wording/times';

/** Of fewer waits, the 99th percentile is the longest one. */
const leastWaits = 100;

/**
 * So long the opening of the first connections, at the start, is among the
 * waits that are looked at: they are those of the last 5 to 10 minutes.
 */
const startSeconds = 600;

/** How long the plugin waits for a connection of its pool. */
export const poolWait = createCheck({
  id: 'pool-wait',
  title: 'Wait for a connection',
  rationale:
    'The time from requesting a connection to getting it, at the 99th percentile of the last minutes. It adds to every query of the plugin, and nothing on the server shows it.',
  per: 'database',
  needs: ['pool', 'environment'],
  limits: { warningMs: 100, criticalMs: 1_000 },
  source:
    'Ours. The 99th percentile is of the last 5 to 10 minutes, so it is critical only while the looks of the last 30 s find a pool that is full or requests that wait.',
  remedy:
    'Look for slow queries and long transactions of this plugin. If it needs more connections, raise `knexConfig.pool.max` under `backend.database.plugin.<plugin id>`, as far as the check `connection-budget` leaves room. If connections are slow to open, raise `pool.min`.',
  evaluate({ pool, environment: { uptimeSeconds } }, { limits, at }) {
    const { waits, oldestWaitMs, pending } = pool;
    const isUsual = waits.count >= leastWaits && uptimeSeconds >= startSeconds;
    const waitMs = Math.max(isUsual ? waits.p99Ms : 0, oldestWaitMs);
    const bounds = {
      warning: limits.warningMs,
      critical: limits.criticalMs,
    };
    const grown = grade(waitMs, bounds);
    if (!grown) {
      return [];
    }
    const graded = isCalm(pool, at) ? atMostWarning(grown, bounds) : grown;
    return [
      {
        severity: graded.severity,
        ...(pool.unansweredSince !== undefined && {
          remedy: { text: failureRemedies['connect-timeout'] },
        }),
        message:
          oldestWaitMs >= limits.warningMs
            ? `${count(pending, 'request')} for a connection ${
                pending === 1 ? 'waits' : 'wait'
              }, the first for ${durationInWords(oldestWaitMs)}${whyOf(pool)}.`
            : `1 in 100 requests for a connection waits ${durationInWords(
                waits.p99Ms,
              )} or longer.`,
        evidence: {
          observed: Math.round(waitMs),
          limit: graded.limit,
          unit: 'ms',
        },
      },
    ];
  },
});

/** Whether nobody has waited lately, and nobody would have had to. */
function isCalm(pool: Pool, at: number): boolean {
  return [
    pool,
    ...pool.history.filter(
      sample => at - sample.at <= overAfterSeconds * 1_000,
    ),
  ].every(({ used, max, pending }) => pending === 0 && used < max);
}

function whyOf({ used, max, unansweredSince }: Pool): string {
  if (unansweredSince !== undefined) {
    return `: opening a connection has had no answer since ${timeOfDay(
      unansweredSince,
    )}`;
  }
  return used >= max
    ? `: the pool is full, ${used} of ${count(max, 'connection')} are in use`
    : '';
}
