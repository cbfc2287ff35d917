import type {
  ConnectionsReport,
  HistoryState,
  Replica,
} from 'backstage-plugin-database-health-common';
import type { Intervals } from '../judging/staleness';
import type { Pool } from '../pure/facts';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { Picture } from '../picture/picture';
import type { Snapshot } from '../picture/types';
import type { ReplicaRecord, SeenReplica } from '../store';
import { toServer } from './servers';
import { sessionsOfServer } from './sessions';

/** The replicas of this backend, as the store has them. */
export interface KnownReplicas {
  readonly self: Omit<ReplicaRecord, 'state'>;
  /** `undefined` while the store does not work. */
  readonly all: readonly SeenReplica[] | undefined;
}

/** Who may open how many connections to which server, and who does. */
export function toConnections(
  picture: Picture,
  { self, all }: KnownReplicas,
  context: Intervals & { at: number; details: boolean; history: HistoryState },
): ConnectionsReport {
  const others = (all ?? [])
    .filter(({ id }) => id !== self.id)
    .sort((a, b) => Number(b.alive) - Number(a.alive));
  const pools = picture
    .snapshots()
    .flatMap(snapshot => poolsOfReplicas(snapshot, self.id));
  const toReplica = (
    { id, host, startedAt, version }: KnownReplicas['self'],
    { alive, silentMs }: { alive: boolean; silentMs: number },
  ): Replica => ({
    id,
    ...(context.details && { host }),
    startedAt: startedAt.toISOString(),
    lastSeenAt: new Date(context.at - silentMs).toISOString(),
    alive,
    version,
    pools: pools.filter(({ replicaId }) => replicaId === id),
  });
  return {
    servers: picture.servers().map(server => ({
      ...toServer(server, context),
      ...(context.details && { sessions: sessionsOfServer(server) }),
    })),
    replicas: [
      toReplica(self, { alive: true, silentMs: 0 }),
      ...others.map(other => toReplica(other, other)),
    ],
    history: context.history,
  };
}

/** The pool of a plugin in each living replica, this one first. */
export function poolsOfReplicas(
  { database: { pluginId }, known, observation }: Snapshot,
  ownId: string,
): Replica['pools'] {
  const own = observation && valueOf(known.pool);
  return [
    ...(own ? [{ replicaId: ownId, pool: own }] : []),
    ...(valueOf(known.otherPools) ?? []),
  ].map(({ replicaId, pool }) => toReplicaPool(pluginId, replicaId, pool));
}

function toReplicaPool(
  pluginId: string,
  replicaId: string,
  { used, free, pending, max, waits, ...pool }: Pool,
): Replica['pools'][number] {
  return {
    pluginId,
    replicaId,
    used,
    free,
    pending,
    max,
    waitMs: { p50: waits.p50Ms, p95: waits.p95Ms, p99: waits.p99Ms },
    oldestWaitMs: pool.oldestWaitMs,
    timeouts: pool.timeouts,
    createFailures: pool.createFailures,
  };
}
