import { createHash } from 'node:crypto';
import type {
  FactName,
  Facts,
  Observation,
  PoolBudget,
  Reading,
  Readings,
  ServerSize,
} from 'backstage-plugin-database-health-node';
import { trendOf } from 'backstage-plugin-database-health-node';
import { withTheirPlugins } from './neighbours';

/**
 * The server of a plugin database. Says nothing of the host, since it leaves
 * by routes and metrics that must not. An SQLite file is its own server.
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
        value: withTheirPlugins(merged.neighbours.value, databases),
      },
    }),
    poolBudget: { status: 'read', value: poolBudget(databases), at },
    ...(databases.some(({ readings }) => readings.size?.status === 'read') && {
      serverSize: {
        status: 'read',
        value: serverSize(databases, budgetBytes),
        at,
      },
    }),
  };
}

/**
 * Σ effective maximum over the pools of this process. A pool that nobody has
 * opened yet opens no connection, so it does not count.
 */
function poolBudget(
  databases: readonly { pluginId: string; readings: Readings }[],
): PoolBudget {
  const byPlugin = databases.flatMap(({ pluginId, readings: { pool } }) =>
    pool?.status === 'read'
      ? [{ pluginId, max: pool.value.max, replicas: 1 }]
      : [],
  );
  return {
    max: byPlugin.reduce((sum, each) => sum + each.max * each.replicas, 0),
    byPlugin,
  };
}

/** A plugin database whose size was never read counts nothing. */
function serverSize(
  databases: readonly { readings: Readings }[],
  budgetBytes: number | undefined,
): ServerSize {
  const sizes = databases.flatMap(({ readings: { size } }) =>
    size?.status === 'read' ? [size.value] : [],
  );
  const trends = databases.map(({ readings: { sizeHistory } }) =>
    sizeHistory?.status === 'read' && sizeHistory.value
      ? trendOf(sizeHistory.value.days)
      : undefined,
  );
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
