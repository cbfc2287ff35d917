import { performance } from 'node:perf_hooks';
import type { Failure } from 'backstage-plugin-database-health-node';
import type { PingAnswer } from '../engines/types';
import type { Observation } from '../observation/types';
import { within } from '../within';
import { deadline } from '../deadline';
import type { FailureLog } from '../reading/failureLog';
import { whenFree } from '../whenFree';
import type { Beat } from './record';
import { lookDeadlineMs } from './rhythm';
import { timeRoundTrip } from './roundTrip';

/** The cheapest question, over a driver's connection. */
export type PingQuery = (connection: unknown) => Promise<PingAnswer>;

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
    const { answer, tookMs } = await timeRoundTrip(observation, () =>
      pingOnce(observation, ping),
    );
    failureLog.succeeded(observation, look);
    return { outcome: 'answered', ...answer, tookMs };
  } catch (error) {
    const failure = failureLog.failed(observation, look, error);
    return failure.kind === 'pool-full'
      ? { outcome: 'pool-full' }
      : { outcome: 'failed', failure, tookMs: performance.now() - startMs };
  }
}

/** From when on a plugin waits for its database, and does not just open it (ours). */
const openingMs = 20_000;

/** Whether its plugin has long asked for the database and got nothing, no error either. */
export function isPending(
  { client, clientFailure, requestedAt }: Observation,
  now: number,
): boolean {
  return (
    !client &&
    !clientFailure &&
    requestedAt !== undefined &&
    now - requestedAt >= openingMs
  );
}

/** What a plugin waits for that {@link isPending}. */
export function waitsForClient(
  { requestedAt = 0 }: Observation,
  now: number,
): Beat {
  return {
    outcome: 'failed',
    failure: {
      kind: 'connect-timeout',
      sentence:
        'The plugin still waits for its database: opening the first connection has had no answer.',
    },
    tookMs: now - requestedAt,
  };
}

/** Resolves to what was answered, and to how long the round trip took. */
async function pingOnce(
  observation: Observation,
  ping: PingQuery,
): Promise<PingAnswer & { pingMs: number }> {
  const signal = deadline(lookDeadlineMs);
  const lease = await whenFree(() => observation.lease(signal), signal);
  try {
    const { answer, tookMs } = await timeRoundTrip(observation, () =>
      within(signal, ping(lease.connection)),
    );
    lease.release();
    return { ...answer, pingMs: tookMs };
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
