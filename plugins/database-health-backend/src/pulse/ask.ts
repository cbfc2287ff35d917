import { performance } from 'node:perf_hooks';
import type { Failure } from 'backstage-plugin-database-health-node';
import type { Observation } from '../observation/types';
import { within } from '../within';
import { deadline } from '../deadline';
import type { FailureLog } from '../reading/failureLog';
import { whenFree } from '../whenFree';
import type { Beat } from './record';
import { lookDeadlineMs } from './rhythm';
import { timeRoundTrip } from './roundTrip';

/** The cheapest question, over a driver's connection. */
export type PingQuery = (connection: unknown) => Promise<void>;

/** What the log calls what is asked for. */
const look = 'answer';

/** Asks a plugin database over one connection of its pool. Never rejects. */
export async function ask(
  observation: Observation,
  ping: PingQuery,
  failureLog: FailureLog,
): Promise<Beat> {
  const { client, clientFailure } = observation;
  if (clientFailure && !client) {
    const failure = failureLog.failed(observation, look, clientFailure.error);
    return { outcome: 'failed', failure: ofClient(failure), tookMs: 0 };
  }
  const startMs = performance.now();
  try {
    const { answer: pingMs, tookMs } = await timeRoundTrip(observation, () =>
      pingOnce(observation, ping),
    );
    failureLog.succeeded(observation, look);
    return { outcome: 'answered', pingMs, tookMs };
  } catch (error) {
    const failure = failureLog.failed(observation, look, error);
    return failure.kind === 'pool-full'
      ? { outcome: 'pool-full' }
      : { outcome: 'failed', failure, tookMs: performance.now() - startMs };
  }
}

/** Resolves to how long the round trip took, in milliseconds. */
async function pingOnce(
  observation: Observation,
  ping: PingQuery,
): Promise<number> {
  const signal = deadline(lookDeadlineMs);
  const lease = await whenFree(() => observation.lease(signal), signal);
  try {
    const { tookMs } = await timeRoundTrip(observation, () =>
      within(signal, ping(lease.connection)),
    );
    lease.release();
    return tookMs;
  } catch (error) {
    lease.discard(error as Error);
    throw error;
  }
}

/** Backstage keeps a failed client until the process restarts. */
function ofClient(failure: Failure): Failure {
  return {
    ...failure,
    sentence: `${failure.sentence} The plugin got no client at start; restart the backend once that is fixed.`,
  };
}
