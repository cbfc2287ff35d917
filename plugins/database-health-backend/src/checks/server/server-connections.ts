import type { Connections } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { grade } from '../parts/limits/grade';
import { heldUpChecks } from '../parts/sessions/heldUp';
import { count } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';

/** How many connections the server has left. */
export const serverConnections = createCheck({
  id: 'server-connections',
  title: 'Connections of the server',
  rationale:
    'The client connections that are open now, whoever opened them, against those that the server allows to roles without privileges. When all are in use, it refuses every further one: "sorry, too many clients already". Behind a connection pooler the server does not see its clients.',
  per: 'server',
  needs: ['connections'],
  limits: { warningPercent: 75, criticalPercent: 90 },
  explains: [...heldUpChecks, 'reachable', 'pool-create-failures'],
  source:
    'Those of pgMonitor, for MySQL and MariaDB, too: awesome-prometheus-alerts warns there at 80 %, but one pair means the same on every server.',
  remedy:
    'Close connections that nobody needs, make the pools of the plugins smaller (`knexConfig.pool.max` under `backend.database`), or raise `max_connections` of the server.',
  evaluate({ connections }, { limits }) {
    const available = connections.limit - connections.reserved;
    const percent = available > 0 ? (100 * connections.used) / available : 100;
    const graded = grade(percent, {
      warning: limits.warningPercent,
      critical: limits.criticalPercent,
    });
    if (!graded) {
      return [];
    }
    return [
      {
        severity: graded.severity,
        message: `${connections.used} of ${count(
          available,
          'connection',
        )} are in use${holders(connections)}.`,
        evidence: {
          observed: Math.round(percent),
          limit: graded.limit,
          unit: '%',
        },
      },
    ];
  },
});

function holders({ byPlugin = [] }: Connections): string {
  const names = byPlugin.map(
    ({ pluginId, used }) => `${pluginId ?? 'others'} ${used}`,
  );
  return names.length > 0 ? ` (${someOf(names)})` : '';
}
