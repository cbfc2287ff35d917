import type { Readings } from 'backstage-plugin-database-health-node';
import type { Pool } from '../../pure/facts';
import { valueOf } from 'backstage-plugin-database-health-node';
import { reportedStaleAfterMs } from '../../judging/staleness';
import { derivedFact } from './derive';
import type { ServerSubject } from './serverSubject';

/**
 * Σ effective maximum over the pools of all living replicas. A pool that
 * nobody has opened yet opens no connection, so it does not count.
 */
export const poolBudget = derivedFact({
  fact: 'poolBudget',
  needs: [],
  derive(_, { databases, at }: ServerSubject) {
    const byPlugin = databases.flatMap(({ pluginId, readings }) => {
      const replicasByMax = new Map<number, number>();
      for (const { max } of poolsOf(readings, at)) {
        replicasByMax.set(max, (replicasByMax.get(max) ?? 0) + 1);
      }
      return [...replicasByMax].map(([max, replicas]) => ({
        pluginId,
        max,
        replicas,
        ...(valueOf(readings.identity)?.server?.pooled && {
          pooled: true as const,
        }),
      }));
    });
    return {
      max: byPlugin.reduce((sum, each) => sum + each.max * each.replicas, 0),
      byPlugin,
      keyStoreOnly: databases
        .filter(({ readings }) => holdsKeysOnly(readings))
        .map(({ pluginId }) => pluginId),
    };
  },
});

/** With what Backstage begins the names of the tables of its key store. */
const keyStorePrefix = 'backstage_backend_public_keys__';

function holdsKeysOnly(readings: Readings): boolean {
  const relations = valueOf(readings.relations);
  return (
    relations !== undefined &&
    relations.unmeasured === undefined &&
    relations.tables.length > 0 &&
    relations.tables.every(({ name }) => name.startsWith(keyStorePrefix))
  );
}

/** The pools of one plugin in all living replicas, this one first. */
export function poolsOf(
  { pool, otherPools }: Readings,
  at: number,
): readonly Pool[] {
  const own = valueOf(pool);
  const others =
    otherPools?.status === 'read' && at - otherPools.at <= reportedStaleAfterMs
      ? otherPools.value
      : [];
  return [...(own ? [own] : []), ...others.map(told => told.pool)];
}
