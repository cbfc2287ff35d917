import { describeClientFailure } from '../failures/tokenFailure';
import { type Observation } from '../observation/types';
import type { PoolNumbers } from './record';

/** The counters of a pool, with how long the plugin waited for it. */
export function readPool(
  observation: Observation,
  oldestWaitMs: number,
): PoolNumbers {
  const { waits } = observation;
  const counters = observation.poolCounters();
  return (
    counters && {
      ...counters,
      waits: waits.times(),
      oldestWaitMs,
      timeouts: waits.timeouts,
      createFailures: waits.createFailures,
      ...(waits.unansweredSince !== undefined && {
        unansweredSince: waits.unansweredSince,
      }),
      ...(waits.createFailingSince !== undefined && {
        createFailingSince: waits.createFailingSince,
        lastCreateFailureAt: waits.lastCreateFailureAt,
        createFailure: describeClientFailure(
          waits.createFailure,
          observation.tokenLogin,
        ),
      }),
    }
  );
}
