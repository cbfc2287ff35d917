import type {
  DatabaseDetail,
  ReplicaPool,
} from 'backstage-plugin-database-health-common';
import type { Picture, Snapshot } from '../picture/picture';
import { ReadContext, ledgersOf, toDatabase, valueOf } from './databases';

/** All that is known of one plugin database, checks of its server included. */
export function toDetail(
  picture: Picture,
  snapshot: Snapshot,
  context: ReadContext,
): DatabaseDetail {
  const server = picture.servers().find(({ id }) => id === snapshot.serverId);
  return {
    database: toDatabase(snapshot, context),
    checks: [...snapshot.results, ...(server?.results ?? [])],
    tables: null,
    indexes: null,
    ledgers: ledgersOf(snapshot),
    pools: poolsOf(snapshot),
    queries: null,
    sessions: null,
  };
}

/** The pool of this process: other replicas are not asked for theirs. */
function poolsOf({ observation, known }: Snapshot): ReplicaPool[] {
  const pool = valueOf(known.pool);
  const waits = observation?.waits;
  return pool && waits
    ? [
        {
          pluginId: observation.pluginId,
          used: pool.used,
          free: pool.free,
          pending: pool.pending,
          max: pool.max,
          waitMs: {
            p50: waits.percentileMicros(50) / 1000,
            p99: waits.percentileMicros(99) / 1000,
          },
          timeouts: waits.timeouts,
        },
      ]
    : [];
}
