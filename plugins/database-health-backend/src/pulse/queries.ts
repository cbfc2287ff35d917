import type { Observation, RunningQuery } from '../observation/types';
import type { Queries } from '../pure/facts';
import { mostSlowStatements } from '../pure/facts';

/** What a plugin ran, `undefined` where it has no client. */
export type QueryNumbers = Omit<Queries, 'history'> | undefined;

/** From when on a query is among those that are told as unanswered (ours). */
const unansweredAfterMs = 30_000;

/** Reads what was observed of a plugin's own queries. */
export function readQueries(
  { client, traffic }: Observation,
  running: readonly RunningQuery[],
  now: number,
): QueryNumbers {
  const unanswered = running.filter(
    ({ since }) => now - since >= unansweredAfterMs,
  );
  return (
    client && {
      count: traffic.queries,
      errors: traffic.errors,
      duplicates: traffic.duplicates,
      times: traffic.times(),
      ...(unanswered.length > 0 && { unanswered }),
      failures: traffic.failures(),
      failing: traffic.failingStatements(),
      statements: traffic.slowestStatements(mostSlowStatements),
    }
  );
}
