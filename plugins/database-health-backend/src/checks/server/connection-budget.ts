import type { PoolBudget } from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import { grade } from '../parts/limits/grade';
import { count } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';

/** What all pools may open together against what the server lets in. */
export const connectionBudget = createCheck({
  id: 'connection-budget',
  title: 'Connection budget',
  rationale:
    'Every plugin has its own pool in every replica. Together they may ask the server for more connections than it has; under load, plugins then fail with "too many connections", whichever of them is busy.',
  per: 'server',
  needs: ['poolBudget', 'connections'],
  limits: { warningPercent: 80, criticalPercent: 100 },
  source:
    'Ours; the denominator, `max_connections` less the reserved connections, is that of the postgres_exporter mixin.',
  remedy:
    'Lower `backend.database.knexConfig.pool.max` (10 unless it is set), or raise `max_connections` of the server. Behind a connection pooler, set the limits to what it allows.',
  evaluate({ poolBudget, connections: { limit, reserved } }, { limits }) {
    const available = Math.max(0, limit - reserved);
    const graded = grade((100 * poolBudget.max) / available, {
      warning: limits.warningPercent,
      critical: limits.criticalPercent,
    });
    if (poolBudget.max === 0 || !graded) {
      return [];
    }
    return [
      {
        severity: graded.severity,
        message: `Together the pools may open ${
          poolBudget.max
        } connections, and the server has ${available} for them (${arithmetic(
          poolBudget,
        )}).`,
        evidence: {
          observed: poolBudget.max,
          limit: Math.ceil((graded.limit * available) / 100),
          unit: 'connections',
        },
        remedy: {
          text: [
            `${smallerPools(
              poolBudget,
              available,
              limits.warningPercent,
            )} \`max_connections\` of the server to at least ${
              Math.floor((100 * poolBudget.max) / limits.warningPercent) +
              reserved +
              1
            }.`,
            ...withoutKeyStores(poolBudget),
            'Behind a connection pooler the server sees fewer.',
          ].join(' '),
        },
      },
    ];
  },
});

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

/** The largest equal pool that keeps below the warning, as configuration. */
function smallerPools(
  { byPlugin }: PoolBudget,
  available: number,
  warningPercent: number,
): string {
  const pools = byPlugin.reduce((sum, { replicas }) => sum + replicas, 0);
  const poolMax =
    Math.ceil((available * warningPercent) / 100 / Math.max(1, pools)) - 1;
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
