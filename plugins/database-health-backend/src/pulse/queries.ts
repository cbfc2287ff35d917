import type { Observation } from '../observation/types';
import type { Queries } from '../pure/facts';
import { mostSlowStatements } from '../pure/facts';

/** What a plugin ran, `undefined` where it has no client. */
export type QueryNumbers = Omit<Queries, 'history'> | undefined;

/** Reads what was observed of a plugin's own queries. */
export function readQueries({ client, traffic }: Observation): QueryNumbers {
  return (
    client && {
      count: traffic.queries,
      errors: traffic.errors,
      duplicates: traffic.duplicates,
      times: traffic.times(),
      failures: traffic.failures(),
      failing: traffic.failingStatements(),
      statements: traffic.slowestStatements(mostSlowStatements),
    }
  );
}
