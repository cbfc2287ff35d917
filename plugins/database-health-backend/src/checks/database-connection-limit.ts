import { createCheck } from 'backstage-plugin-database-health-node';
import { sqlOf } from './ledgers/sql';
import { databaseOf } from './statistics/counts';
import { count } from './wording/amounts';

/** How many connections a database has left of those that it takes itself. */
export const databaseConnectionLimit = createCheck({
  id: 'database-connection-limit',
  title: 'Connection limit of databases',
  rationale:
    'A database may have a limit of its own to the connections that it takes, below that of the server. When it is reached, every further connection is refused, though the server has room: "too many connections for database".',
  per: 'server',
  needs: ['statistics'],
  limits: { warningPercent: 80, criticalPercent: 95 },
  source: 'Ours.',
  remedy:
    'Make the pools of the plugin smaller, or raise the limit: `alter database … connection limit …`; −1 is none.',
  evaluate({ statistics }, { limits }) {
    const limited = statistics.filter(
      ({ connectionLimit }) => connectionLimit !== null,
    );
    if (limited.length === 0) {
      return { skipped: 'No database has a limit of its own.' };
    }
    return limited.flatMap(each => {
      const { connections, connectionLimit } = each;
      const most = connectionLimit ?? 0;
      const percent = most > 0 ? (100 * connections) / most : 100;
      if (percent < limits.warningPercent) {
        return [];
      }
      const critical = percent >= limits.criticalPercent;
      const enough =
        Math.floor((100 * connections) / limits.warningPercent) + 1;
      return [
        {
          severity: critical ? ('critical' as const) : ('warning' as const),
          object: each.database,
          message: `${connections} of ${count(
            most,
            'connection',
          )} are in use that ${databaseOf(each)} takes.`,
          evidence: {
            observed: Math.round(percent),
            limit: critical ? limits.criticalPercent : limits.warningPercent,
            unit: '%',
          },
          remedy: {
            text: 'Make the pools of its plugins smaller (`knexConfig.pool.max` below `backend.database.plugin.<plugin id>`), or let the database take more. The line sets the least limit that is far enough off now.',
            sql: `alter database ${sqlOf('postgres').identifier(
              each.database,
            )} connection limit ${enough};`,
          },
        },
      ];
    });
  },
});
