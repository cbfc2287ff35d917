import { createCheck } from 'backstage-plugin-database-health-node';
import { count, duration } from './wording/amounts';

/** Fewer waits than this have no 99th percentile worth the name. */
const leastWaits = 20;

/** How long the plugin waits for a connection of its pool. */
export const poolWait = createCheck({
  id: 'pool-wait',
  title: 'Wait for a connection',
  rationale:
    'The time from the request of a connection to its receipt, at the 99th percentile of the last minutes. It is added to every query of the plugin, and no look at the server shows it.',
  per: 'database',
  needs: ['pool'],
  limits: { warningMs: 100, criticalMs: 1_000 },
  source: 'Ours.',
  remedy:
    'Look for slow queries and long transactions of the plugin first; then raise `pool.max`, within what the server has room for.',
  evaluate({ pool: { waits, oldestWaitMs, pending } }, { limits }) {
    const waitMs = Math.max(
      waits.count < leastWaits ? 0 : waits.p99Ms,
      oldestWaitMs,
    );
    if (waitMs < limits.warningMs) {
      return [];
    }
    const critical = waitMs >= limits.criticalMs;
    return [
      {
        severity: critical ? 'critical' : 'warning',
        message:
          oldestWaitMs >= limits.warningMs
            ? `${count(
                pending,
                'request',
              )} for a connection must wait, the first for ${duration(
                oldestWaitMs,
              )}.`
            : `One request for a connection in a hundred waits for ${duration(
                waits.p99Ms,
              )} or longer.`,
        evidence: {
          observed: Math.round(waitMs),
          limit: critical ? limits.criticalMs : limits.warningMs,
          unit: 'ms',
        },
        remedy: {
          text: 'Look for slow queries and long transactions of this plugin. If it needs more connections, raise `knexConfig.pool.max` below `backend.database.plugin.<plugin id>`, within what the check connection-budget says the server has room for. Where connections are slow to open, raise `pool.min`.',
        },
      },
    ];
  },
});
