import { createHash } from 'node:crypto';
import { distinctDatabases } from 'backstage-plugin-database-health-common';
import type {
  ConnectionPeak,
  FactName,
  Facts,
  Pool,
  PoolBudget,
  Reading,
  Readings,
  ServerSize,
} from 'backstage-plugin-database-health-node';
import type { Observation } from '../../observation/types';
import { readingOf, valueOf } from 'backstage-plugin-database-health-node';
import { trendOf } from '../../pure/growth';
import type { Snapshot } from '../../picture/types';
import { reportedStaleAfterMs } from '../../judging/staleness';
import { serverReachability } from './serverReachability';
import { schemasOfAll, withTheirPlugins } from './neighbours';

/**
 * The server of a plugin database. Says nothing of the host, since it leaves
 * by routes that must not. An SQLite file is its own server.
 */
export function serverIdOf({
  pluginId,
  configured,
}: Pick<Observation, 'pluginId' | 'configured'>): string {
  return configured.engine === 'sqlite'
    ? `sqlite-${pluginId}`
    : `${configured.engine}-${createHash('sha256')
        .update(configured.address)
        .digest('hex')
        .slice(0, 8)}`;
}

/**
 * What one look at the server of a plugin database can see. In schema mode it is
 * the one database: no session sees the schemas of another.
 */
export function coverageOf({
  serverId,
  database: { configured },
}: Pick<Snapshot, 'serverId' | 'database'>): string {
  return configured.schema === undefined
    ? serverId
    : `${serverId} ${configured.name}`;
}

/** What is known of a server from the plugin databases that it carries. */
export function serverReadings(
  databases: readonly { pluginId: string; readings: Readings }[],
  budgetBytes: number | undefined,
  at: number,
): Readings {
  const merged: Readings = {};
  for (const { readings } of databases) {
    for (const fact of Object.keys(readings) as FactName[]) {
      takeNewer(merged, readings, fact);
    }
  }
  return {
    ...merged,
    ...(merged.neighbours?.status === 'read' && {
      neighbours: {
        ...merged.neighbours,
        value: withTheirPlugins(
          { ...merged.neighbours.value, schemas: schemasOfAll(databases) },
          databases,
        ),
      },
    }),
    ...(merged.statistics?.status === 'read' && {
      statistics: {
        ...merged.statistics,
        value: merged.statistics.value.map(each => ({
          ...each,
          pluginIds: pluginsIn(each.database, databases),
        })),
      },
    }),
    poolBudget: readingOf(poolBudget(databases, at), at),
    connectionPeak: readingOf(connectionPeak(databases), at),
    ...serverReachability(databases),
    ...(databases.some(({ readings }) => valueOf(readings.size)) && {
      serverSize: readingOf(serverSize(databases, budgetBytes), at),
    }),
  };
}

function pluginsIn(
  name: string,
  databases: readonly { pluginId: string; readings: Readings }[],
): string[] {
  return databases
    .filter(({ readings }) => valueOf(readings.identity)?.name === name)
    .map(({ pluginId }) => pluginId)
    .sort();
}

/**
 * Σ effective maximum over the pools of all living replicas. A pool that
 * nobody has opened yet opens no connection, so it does not count.
 */
function poolBudget(
  databases: readonly { pluginId: string; readings: Readings }[],
  at: number,
): PoolBudget {
  const byPlugin = databases.flatMap(({ pluginId, readings }) => {
    const replicasByMax = new Map<number, number>();
    for (const { max } of poolsOf(readings, at)) {
      replicasByMax.set(max, (replicasByMax.get(max) ?? 0) + 1);
    }
    return [...replicasByMax].map(([max, replicas]) => ({
      pluginId,
      max,
      replicas,
    }));
  });
  return {
    max: byPlugin.reduce((sum, each) => sum + each.max * each.replicas, 0),
    byPlugin,
    keyStoreOnly: databases
      .filter(({ readings }) => holdsKeysOnly(readings))
      .map(({ pluginId }) => pluginId),
  };
}

/** Each plugin database has samples of its own, and this process has counted. */
function connectionPeak(
  databases: readonly { readings: Readings }[],
): ConnectionPeak | null {
  const peaks = databases
    .flatMap(({ readings }) => [
      valueOf(readings.connectionPeak),
      valueOf(readings.connections)?.peak,
    ])
    .filter(peak => peak !== undefined && peak !== null);
  return peaks.length > 0
    ? {
        used: Math.max(...peaks.map(({ used }) => used)),
        since: Math.min(...peaks.map(({ since }) => since)),
      }
    : null;
}

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

/** A plugin database whose size was never read counts nothing. */
function serverSize(
  databases: readonly { pluginId: string; readings: Readings }[],
  budgetBytes: number | undefined,
): ServerSize {
  const places = distinctDatabases(databases, ({ pluginId, readings }) => {
    const identity = valueOf(readings.identity);
    return {
      place: identity ? [identity.name, identity.schema] : [pluginId],
      isMeasured: valueOf(readings.size) !== undefined,
    };
  });
  const sizes = places.flatMap(({ readings }) => valueOf(readings.size) ?? []);
  const trends = places.map(({ readings }) => {
    const history = valueOf(readings.sizeHistory);
    return history ? trendOf(history.days) : undefined;
  });
  return {
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    approximate: sizes.some(({ approximate }) => approximate),
    budgetBytes: budgetBytes ?? null,
    bytesPerDay: trends.reduce<number | null>(
      (sum, trend) => (sum === null || !trend ? null : sum + trend.bytesPerDay),
      0,
    ),
  };
}

/** One plugin database that cannot be read hides nothing of the server. */
function takeNewer<F extends FactName>(
  merged: Readings,
  readings: Readings,
  fact: F,
): void {
  const present = merged[fact] as Reading<Facts[F]> | undefined;
  const other = readings[fact] as Reading<Facts[F]> | undefined;
  if (!other) {
    return;
  }
  const better =
    !present ||
    (present.status === other.status
      ? other.at > present.at
      : other.status === 'read');
  if (better) {
    merged[fact] = other as Readings[F];
  }
}
