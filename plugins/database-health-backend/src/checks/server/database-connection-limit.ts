import { createCheck } from 'backstage-plugin-database-health-node';
import { type Dialect, dialects } from '../../engines/dialects';
import type {
  Connections,
  DatabaseStatistics,
  LimitedRole,
} from '../../pure/facts';
import { databaseOf } from '../parts/counters/statistics';
import { atMostWarning, grade } from '../parts/limits/grade';
import { andOthers, count, isOrAre } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';

const smallerPools =
  'make the pools of its plugins smaller (`knexConfig.pool.max` under `backend.database.plugin.<plugin id>`)';

/** What takes so many connections and no more. */
interface Limited {
  object: string;
  name: string;
  used: number;
  limit: number;
  /** What helps without another limit. */
  useFewer: string;
  alter: string;
  /** Whether the line names what is not for everybody. */
  isSecret: boolean;
  /** Whether it is surely one of plugins. */
  isSure: boolean;
}

/** How many connections are left of what a database or a role may have. */
export const databaseConnectionLimit = createCheck({
  id: 'database-connection-limit',
  title: 'Connection limits',
  rationale:
    'A database or a role of plugins may have its own connection limit, below that of the server. Once it is reached, every further connection is refused even though the server has room: "too many connections for database", "too many connections for role".',
  per: 'server',
  needs: ['statistics', 'connections'],
  limits: { warningPercent: 80, criticalPercent: 95 },
  source: 'Ours.',
  remedy:
    'Raise the limit (`alter database … connection limit …`, `alter role … connection limit …`; −1 means no limit), or let the plugins that it holds for use fewer connections.',
  evaluate({ statistics, connections }, { limits, engine }) {
    const { identifier } = dialects[engine];
    const limited = [
      ...statistics.flatMap(each => ofDatabase(each, identifier)),
      ...ofRoles(connections, limits, identifier),
    ];
    if (limited.length === 0) {
      const isTold = statistics.some(
        ({ connectionLimit }) => connectionLimit !== undefined,
      );
      if (statistics.length > 0 && !isTold) {
        return {
          skipped:
            'Which accounts have a limit of their own is not read on this engine.',
        };
      }
      return {
        skipped: 'No database and no role of plugins has a limit of its own.',
      };
    }
    return limited.flatMap(each => {
      const { object, name, used, limit, useFewer, alter, isSecret } = each;
      const bounds = {
        warning: limits.warningPercent,
        critical: limits.criticalPercent,
      };
      const grown = grade(percentOf(each), bounds);
      if (!grown) {
        return [];
      }
      const graded = each.isSure ? grown : atMostWarning(grown, bounds);
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
          text: `Raise the limit to at least ${enough}${
            isSecret ? ' (`alter role … connection limit …`)' : ''
          }, or ${useFewer}.`,
          [isSecret
            ? 'detailedSql'
            : 'sql']: `${alter} connection limit ${enough};`,
        },
      };
    });
  },
});

function percentOf({ used, limit }: Pick<Limited, 'used' | 'limit'>): number {
  return limit > 0 ? (100 * used) / limit : 100;
}

function ofDatabase(
  statistics: DatabaseStatistics,
  identifier: Dialect['identifier'],
): Limited[] {
  const { database, connections, connectionLimit } = statistics;
  return database === undefined || typeof connectionLimit !== 'number'
    ? []
    : [
        {
          object: database,
          name: databaseOf(statistics),
          used: connections,
          limit: connectionLimit,
          useFewer: `use fewer: ${smallerPools}`,
          isSecret: false,
          isSure: true,
          alter: `alter database ${identifier(database)}`,
        },
      ];
}

/** The one that has least left: what it is called is not for everybody. */
function ofRoles(
  { byLimitedRole = [] }: Connections,
  limits: { warningPercent: number; criticalPercent: number },
  identifier: Dialect['identifier'],
): Limited[] {
  const isCritical = (role: LimitedRole) =>
    !role.byName && percentOf(role) >= limits.criticalPercent;
  const [worst, ...others] = [...byLimitedRole].sort(
    (a, b) =>
      Number(isCritical(b)) - Number(isCritical(a)) ||
      percentOf(b) - percentOf(a),
  );
  const alike = others.filter(each => percentOf(each) >= limits.warningPercent);
  return worst
    ? [
        {
          used: worst.used,
          limit: worst.limit,
          object: 'role',
          name: `the role of ${
            someOf(worst.pluginIds) || 'this portal'
          }${andOthers(alike.length)}`,
          useFewer: `use fewer: ${smallerPools}, and close what else connects with it`,
          isSecret: true,
          isSure: !worst.byName,
          alter: `alter role ${identifier(worst.name)}`,
        },
      ]
    : [];
}
