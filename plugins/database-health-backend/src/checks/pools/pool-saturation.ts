import { durationInWords } from 'backstage-plugin-database-health-common';
import type { Pool, PoolSample } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { count } from '../parts/wording/amounts';

/**
 * Whether the pool of this process has been used up for long. A pool of one
 * connection is always either free or full, so there only waiters count.
 */
export const poolSaturation = createCheck({
  id: 'pool-saturation',
  title: 'Pool saturation',
  rationale:
    'The connections in use against the most that the pool may open, over time. When all are in use, every further query of the plugin waits, and fails when it has waited too long.',
  per: 'database',
  needs: ['pool'],
  limits: { warningPercent: 80, warningSeconds: 120, criticalSeconds: 30 },
  explains: ['pool-wait', 'pool-timeouts'],
  source:
    'Ours, by analogy with what the postgres_exporter mixin and awesome-prometheus-alerts apply to the server. A full pool is critical when requests wait.',
  remedy:
    'Look for slow or hanging queries and open transactions of this plugin. If it needs more connections, raise `knexConfig.pool.max` under `backend.database.plugin.<plugin id>`, as far as the check `connection-budget` leaves room.',
  evaluate({ pool }, { limits }) {
    const waitingMs = lastingMs(
      pool,
      ({ used, max, pending }) => used >= max && pending > 0,
    );
    if (waitingMs >= limits.criticalSeconds * 1_000) {
      return [
        {
          severity: 'critical',
          message: `All connections of the pool (${
            pool.max
          }) have been in use for ${durationInWords(waitingMs)}, with ${count(
            pool.pending,
            'request',
          )} waiting.`,
          evidence: {
            observed: Math.round(waitingMs / 1_000),
            limit: limits.criticalSeconds,
            unit: 's',
          },
        },
      ];
    }
    const busyMs = lastingMs(
      pool,
      ({ used, max }) => max > 1 && percent(used, max) >= limits.warningPercent,
    );
    if (busyMs >= limits.warningSeconds * 1_000) {
      return [
        {
          severity: 'warning',
          message: `At least ${
            limits.warningPercent
          } % of the pool has been in use for ${durationInWords(busyMs)}: ${
            pool.used
          } of ${count(pool.max, 'connection')} now.`,
          evidence: {
            observed: Math.round(percent(pool.used, pool.max)),
            limit: limits.warningPercent,
            unit: '%',
          },
        },
      ];
    }
    return [];
  },
});

/** Two looks may hit two bursts; a third says that it did not end between. */
const fewestSamples = 3;

/**
 * For how long, up to now, every look found the same; 0 where this look or
 * too few looks did.
 */
function lastingMs(
  pool: Pool,
  holds: (sample: Omit<PoolSample, 'at'>) => boolean,
): number {
  if (!holds(pool)) {
    return 0;
  }
  const lastOther = pool.history.map(holds).lastIndexOf(false);
  const row = pool.history.slice(lastOther + 1);
  return row.length < fewestSamples ? 0 : row[row.length - 1].at - row[0].at;
}

function percent(used: number, max: number): number {
  return max > 0 ? (100 * used) / max : 0;
}
