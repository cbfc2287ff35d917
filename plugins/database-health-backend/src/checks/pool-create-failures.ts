import { createCheck } from 'backstage-plugin-database-health-node';
import { count, duration } from './wording/amounts';
import { countedLately } from './wording/lately';

const windowSeconds = 300;

/** Connections that the pool could not open. */
export const poolCreateFailures = createCheck({
  id: 'pool-create-failures',
  title: 'Failed connections',
  rationale:
    'Connections that the pool tried to open and could not: the server is full, away, or refuses the credentials. Those that are open still work, so that nothing else may tell until the last of them is closed.',
  per: 'database',
  needs: ['pool'],
  limits: { warningCount: 1, criticalSeconds: 60 },
  source: 'Ours, counted over 5 min.',
  remedy:
    'The checks reachable and server-connections tell what the server says. After a change of credentials, restart the backend with the new ones.',
  evaluate({ pool }, { limits, at }) {
    const { count: failures, forSeconds } = countedLately(
      pool,
      'createFailures',
      { at, seconds: windowSeconds },
    );
    if (failures < limits.warningCount) {
      return [];
    }
    const critical = forSeconds >= limits.criticalSeconds;
    return [
      {
        severity: critical ? 'critical' : 'warning',
        message: `${count(
          failures,
          'connection',
        )} could not be opened in the last 5 min${
          forSeconds > 0 ? `, over ${duration(forSeconds * 1_000)}` : ''
        }.`,
        evidence: critical
          ? {
              observed: Math.round(forSeconds),
              limit: limits.criticalSeconds,
              unit: 's',
            }
          : {
              observed: failures,
              limit: limits.warningCount,
              unit: 'failures',
            },
        remedy: {
          text: 'See what the check reachable says of this database and connection-budget of its server. If credentials were changed, restart the backend with the new ones.',
        },
      },
    ];
  },
});
