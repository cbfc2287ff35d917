import type {
  DatabaseQueries,
  SlowStatement,
} from 'backstage-plugin-database-health-common';
import type { Queries, Statement } from 'backstage-plugin-database-health-node';
import type { Snapshot } from '../picture/picture';
import { valueOf } from './databases';

const rateOverMs = 5 * 60_000;

/**
 * What the plugin ran in this process; `null` before the first look, and where
 * only other replicas observe it.
 */
export function queriesOf(
  { known, observation }: Snapshot,
  { replicaId, details }: { replicaId: string; details: boolean },
): DatabaseQueries | null {
  const queries = observation && valueOf(known.queries);
  if (!queries) {
    return null;
  }
  const { count, errors, duplicates, times, statements } = queries;
  return {
    replicaId,
    count,
    errors,
    duplicates,
    perSecond: perSecond(queries),
    latencyMs:
      times.count === 0
        ? null
        : { p50: times.p50Ms, p95: times.p95Ms, p99: times.p99Ms },
    ...(details && { statements: statements.map(toSlowStatement) }),
  };
}

/** Over the last five minutes, or as many as are known. */
function perSecond({ history }: Queries): number | null {
  const last = history[history.length - 1];
  const first = history.find(({ at }) => at >= last.at - rateOverMs);
  return first === undefined || first.at === last.at
    ? null
    : ((last.count - first.count) * 1_000) / (last.at - first.at);
}

function toSlowStatement({
  since,
  lastAt,
  ...figures
}: Statement): SlowStatement {
  return {
    ...figures,
    since: new Date(since).toISOString(),
    lastAt: new Date(lastAt).toISOString(),
  };
}
