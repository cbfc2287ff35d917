import type {
  Observation,
  Queries,
} from 'backstage-plugin-database-health-node';
import { mostSlowStatements } from 'backstage-plugin-database-health-node';

/** What a plugin ran, `undefined` where it has no client. */
export type QueryNumbers = Omit<Queries, 'history'> | undefined;

/** Reads what was observed of a plugin's own queries. */
export function readQueries({ client, traffic }: Observation): QueryNumbers {
  const ms = (percentile: number) =>
    traffic.percentileMicros(percentile) / 1000;
  return (
    client && {
      count: traffic.queries,
      errors: traffic.errors,
      duplicates: traffic.duplicates,
      times: {
        count: traffic.timed,
        p50Ms: ms(50),
        p95Ms: ms(95),
        p99Ms: ms(99),
      },
      statements: traffic.slowestStatements(mostSlowStatements),
    }
  );
}
