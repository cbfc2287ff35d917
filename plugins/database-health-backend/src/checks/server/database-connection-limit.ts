import type {
  Connections,
  DatabaseStatistics,
} from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import { databaseOf } from '../parts/counters/statistics';
import { grade } from '../parts/limits/grade';
import { andOthers, count, isOrAre } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';
import { sqlOf } from '../parts/wording/sql';

/** What takes so many connections and no more. */
interface Limited {
  object: string;
  name: string;
  used: number;
  limit: number;
  /** The line that sets another limit, but for the number. */
  alter?: string;
}

/** How many connections are left of what a database or a role may have. */
export const databaseConnectionLimit = createCheck({
  id: 'database-connection-limit',
  title: 'Connection limits',
  rationale:
    'A database or a role may have its own connection limit, below that of the server. Once it is reached, every further connection is refused even though the server has room: "too many connections for database", "too many connections for role".',
  per: 'server',
  needs: ['statistics', 'connections'],
  limits: { warningPercent: 80, criticalPercent: 95 },
  source: 'Ours.',
  remedy:
    'Make the pools of the plugins smaller, or raise the limit: `alter database … connection limit …`, `alter role … connection limit …`; −1 means no limit.',
  evaluate({ statistics, connections }, { limits }) {
    const limited = [
      ...statistics.flatMap(ofDatabase),
      ...ofRoles(connections, limits.warningPercent),
    ];
    if (limited.length === 0) {
      return { skipped: 'No database and no role has a limit of its own.' };
    }
    return limited.flatMap(each => {
      const { object, name, used, limit, alter } = each;
      const graded = grade(percentOf(each), {
        warning: limits.warningPercent,
        critical: limits.criticalPercent,
      });
      if (!graded) {
        return [];
      }
      const enough = Math.floor((100 * used) / limits.warningPercent) + 1;
      return {
        severity: graded.severity,
        object,
        message: `${used} of the ${count(
          limit,
          'connection',
        )} that ${name} may have ${isOrAre(used)} in use.`,
        evidence: {
          observed: Math.round(percentOf(each)),
          limit: graded.limit,
          unit: '%',
        },
        remedy: {
          text: `Make the pools of the plugins smaller (\`knexConfig.pool.max\` under \`backend.database.plugin.<plugin id>\`), or raise the limit to at least ${enough}${
            alter ? '' : ': `alter role … connection limit …`'
          }.`,
          ...(alter && { sql: `${alter} connection limit ${enough};` }),
        },
      };
    });
  },
});

function percentOf({ used, limit }: Pick<Limited, 'used' | 'limit'>): number {
  return limit > 0 ? (100 * used) / limit : 100;
}

function ofDatabase(statistics: DatabaseStatistics): Limited[] {
  const { database, connections, connectionLimit } = statistics;
  return connectionLimit === null
    ? []
    : [
        {
          object: database,
          name: databaseOf(statistics),
          used: connections,
          limit: connectionLimit,
          alter: `alter database ${sqlOf('postgres').identifier(database)}`,
        },
      ];
}

/** The one that has least left: what it is called is not for everybody. */
function ofRoles(
  { byLimitedRole = [] }: Connections,
  warningPercent: number,
): Limited[] {
  const [worst, ...others] = [...byLimitedRole].sort(
    (a, b) => percentOf(b) - percentOf(a),
  );
  const alike = others.filter(each => percentOf(each) >= warningPercent);
  return worst
    ? [
        {
          ...worst,
          object: 'role',
          name: `the role of ${
            someOf(worst.pluginIds) || 'no plugin'
          }${andOthers(alike.length)}`,
        },
      ]
    : [];
}
