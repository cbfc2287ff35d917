import { createHash } from 'node:crypto';
import type {
  FactName,
  Facts,
  Observation,
  PoolBudget,
  Reading,
  Readings,
} from 'backstage-plugin-database-health-node';

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
    poolBudget: { status: 'read', value: poolBudget(databases), at },
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
