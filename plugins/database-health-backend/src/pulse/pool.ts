import {
  describeFailure,
  type Observation,
} from 'backstage-plugin-database-health-node';
import type { PoolNumbers } from './heartbeat';

/** The part of a tarn pool that a pulse reads. */
interface CountingPool {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
  numPendingCreates(): number;
  min: number;
  max: number;
}

/**
 * The counters of a client's pool; `undefined` where it has no tarn pool, as a
 * client with a foreign `connectionPool` may.
 */
export function poolCounters({ client }: Observation) {
  const pool: unknown = client?.client.pool;
  return isCountingPool(pool)
    ? {
        used: pool.numUsed(),
        free: pool.numFree(),
        pending: pool.numPendingAcquires(),
        creating: pool.numPendingCreates(),
        min: pool.min,
        max: pool.max,
      }
    : undefined;
}

/** Its counters, with how long the plugin waited for it. */
export function readPool(observation: Observation): PoolNumbers {
  const { waits } = observation;
  const counters = poolCounters(observation);
  return (
    counters && {
      ...counters,
      waits: waits.times(),
      oldestWaitMs: waits.oldestMs,
      timeouts: waits.timeouts,
      createFailures: waits.createFailures,
      ...(waits.createFailingSince !== undefined && {
        createFailingSince: waits.createFailingSince,
        createFailure: describeFailure(waits.createFailure),
      }),
    }
  );
}

function isCountingPool(pool: unknown): pool is CountingPool {
  const candidate = pool as Partial<CountingPool> | undefined;
  return (
    typeof candidate?.numUsed === 'function' &&
    typeof candidate.numFree === 'function' &&
    typeof candidate.numPendingAcquires === 'function' &&
    typeof candidate.numPendingCreates === 'function' &&
    typeof candidate.max === 'number'
  );
}
