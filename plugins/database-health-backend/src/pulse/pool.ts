import {
  describeFailure,
  type Observation,
  type PoolWaits,
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
      waits: waitTimes(waits),
      oldestWaitMs: waits.oldestMicros / 1000,
      timeouts: waits.timeouts,
      createFailures: waits.createFailures,
      ...(waits.createFailingSince !== undefined && {
        createFailingSince: waits.createFailingSince,
        createFailure: describeFailure(waits.createFailure),
      }),
    }
  );
}

function waitTimes(waits: PoolWaits) {
  const ms = (percentile: number) => waits.percentileMicros(percentile) / 1000;
  return { count: waits.count, p50Ms: ms(50), p95Ms: ms(95), p99Ms: ms(99) };
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
