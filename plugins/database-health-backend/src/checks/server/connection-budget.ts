import type { ConnectionPeak, PoolBudget } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { count, isOrAre } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';
import { utc } from '../parts/wording/times';

/** What all pools may open together against what the server lets in. */
export const connectionBudget = createCheck({
  id: 'connection-budget',
  title: 'Connection budget',
  rationale:
    'Every plugin has its own pool in every replica. Together they may ask the server for more connections than it has; under load, plugins then fail with "too many connections", whichever of them is busy. How near that is, the check `server-connections` says. Behind a connection pooler the limits of the pooler hold, which only its administrator can read: pools that lead there are not counted, and where all do, this check is skipped.',
  per: 'server',
  needs: ['poolBudget', 'connections', 'connectionPeak'],
  limits: { possiblePercent: 100, warningPeakPercent: 50 },
  source:
    'Ours: information from `possiblePercent` on, a warning where the most connections that were counted in 7 days have reached `warningPeakPercent`, too; a portal with the defaults of Backstage and PostgreSQL may open more than there are from its first minute. The denominator, `max_connections` less the reserved connections, is that of the postgres_exporter mixin.',
  remedy:
    'Lower `backend.database.knexConfig.pool.max` (10 unless it is set), or raise `max_connections` of the server. Of pools behind a connection pooler, see that `max_client_conn` of the pooler is more than all of them together.',
  evaluate(
    {
      poolBudget: whole,
      connections: { used, limit, reserved },
      connectionPeak,
    },
    { limits },
  ) {
    const pooled = whole.byPlugin.filter(plugin => plugin.pooled);
    if (pooled.length > 0 && pooled.length === whole.byPlugin.length) {
      return {
        skipped:
          'All plugins reach this server through a connection pooler, whose own limits hold. They are not read.',
      };
    }
    const poolBudget = direct(whole);
    const available = Math.max(0, limit - reserved);
    const isOf = (connections: number, percent: number) =>
      100 * connections >= percent * available;
    if (poolBudget.max === 0 || !isOf(poolBudget.max, limits.possiblePercent)) {
      return [];
    }
    const peak = Math.max(used, connectionPeak?.used ?? 0);
    return [
      {
        severity: isOf(peak, limits.warningPeakPercent) ? 'warning' : 'info',
        message: `Together the pools may open ${
          poolBudget.max
        } connections, and the server has ${available} for them (${arithmetic(
          poolBudget,
        )}). ${[measured(peak, connectionPeak), ...leftOut(pooled)].join(
          '. ',
        )}.`,
        evidence: {
          observed: poolBudget.max,
          limit: Math.ceil((limits.possiblePercent * available) / 100),
          unit: 'connections',
        },
        remedy: {
          text: [
            `${smallerPools(
              poolBudget,
              available,
              limits.possiblePercent,
            )} \`max_connections\` of the server to at least ${
              Math.floor((100 * poolBudget.max) / limits.possiblePercent) +
              reserved +
              1
            }.`,
            ...withoutKeyStores(poolBudget),
          ].join(' '),
        },
      },
    ];
  },
});

/** The part of it that opens connections of the server itself. */
function direct({ byPlugin, keyStoreOnly }: PoolBudget): PoolBudget {
  const counted = byPlugin.filter(({ pooled }) => !pooled);
  return {
    max: counted.reduce((sum, each) => sum + sumOf(each), 0),
    byPlugin: counted,
    keyStoreOnly: keyStoreOnly.filter(id =>
      counted.some(({ pluginId }) => pluginId === id),
    ),
  };
}

function leftOut(pooled: PoolBudget['byPlugin']): string[] {
  const ids = [...new Set(pooled.map(({ pluginId }) => pluginId))];
  return ids.length > 0
    ? [
        `Not counted ${isOrAre(ids.length)} ${someOf(
          ids,
        )}, behind a connection pooler with limits of its own, which are not read`,
      ]
    : [];
}

function measured(peak: number, known: ConnectionPeak | null): string {
  return known
    ? `The most that was in use since ${utc(known.since)} is ${peak}`
    : `In use ${isOrAre(peak)} ${peak}`;
}

/** What plugins need no connection that only keep their keys. */
function withoutKeyStores({ byPlugin, keyStoreOnly }: PoolBudget): string[] {
  const spared = byPlugin
    .filter(({ pluginId }) => keyStoreOnly.includes(pluginId))
    .reduce((sum, each) => sum + sumOf(each), 0);
  return spared > 0
    ? [
        `${count(keyStoreOnly.length, 'plugin')} (${someOf(keyStoreOnly)}) ${
          keyStoreOnly.length === 1 ? 'holds' : 'hold'
        } nothing but the keys of Backstage: with \`backend.auth.pluginKeyStore.type: static\` ${
          keyStoreOnly.length === 1 ? 'it needs' : 'they need'
        } no database, which saves ${count(spared, 'connection')}.`,
      ]
    : [];
}

type PluginBudget = PoolBudget['byPlugin'][number];

/** One product where all plugins are alike, else those that add most. */
function arithmetic({ byPlugin }: PoolBudget): string {
  const [first] = byPlugin;
  const alike = byPlugin.every(
    ({ max, replicas }) => max === first.max && replicas === first.replicas,
  );
  if (alike) {
    return `${count(byPlugin.length, 'plugin')} × ${first.max} × ${count(
      first.replicas,
      'replica',
    )}`;
  }
  const greatestFirst = [...byPlugin].sort((a, b) => sumOf(b) - sumOf(a));
  return someOf(
    greatestFirst.map(
      each =>
        `${each.pluginId} ${each.max} × ${each.replicas} = ${sumOf(each)}`,
    ),
  );
}

function sumOf({ max, replicas }: PluginBudget): number {
  return max * replicas;
}

/** Below this a plugin may wait for itself: a query beside a transaction. */
const smallestPool = 2;

/** The largest equal pool that keeps below the finding, as configuration. */
function smallerPools(
  { byPlugin }: PoolBudget,
  available: number,
  possiblePercent: number,
): string {
  const pools = byPlugin.reduce((sum, { replicas }) => sum + replicas, 0);
  const poolMax =
    Math.ceil((available * possiblePercent) / 100 / Math.max(1, pools)) - 1;
  if (poolMax < smallestPool) {
    return `Even ${smallestPool} connections for each of ${count(
      pools,
      'pool',
    )} are too many: run fewer replicas, or raise`;
  }
  return `Add \`knexConfig: { pool: { max: ${poolMax} } }\` under \`backend.database\` (${count(
    pools,
    'pool',
  )} × ${poolMax} = ${
    pools * poolMax
  } of ${available}; a plugin with a \`pool.max\` of its own keeps it), or raise`;
}
