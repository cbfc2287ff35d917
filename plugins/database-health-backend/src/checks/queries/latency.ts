import { durationInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { atMostWarning, grade } from '../parts/limits/grade';

/** How long one round trip takes on average. */
export const latency = createCheck({
  id: 'latency',
  title: 'Latency',
  rationale:
    'The moving average of the round trip of `select 1`; for a server, less the time in which this backend was too busy to take in the answer. One page of the portal needs many round trips in a row, so a slow one counts many times.',
  per: 'database',
  needs: ['ping'],
  limits: { warningMs: 250, criticalMs: 1_000 },
  source:
    'Ours; 1 s is what Kubernetes gives a probe by default. A warning once the last round trip was below the limits.',
  remedy:
    'Look at the load of the server and at the network between it and this backend; for SQLite, at the disk.',
  evaluate({ ping: { averageMs, lastMs } }, { limits }) {
    const bounds = {
      warning: limits.warningMs,
      critical: limits.criticalMs,
    };
    const grown = grade(averageMs, bounds);
    if (!grown) {
      return [];
    }
    const over = !grade(lastMs, bounds);
    const graded = over ? atMostWarning(grown, bounds) : grown;
    return [
      {
        severity: graded.severity,
        message: `A round trip to the database takes ${durationInWords(
          averageMs,
        )} on average${
          over ? `, the last one took ${durationInWords(lastMs)}` : ''
        }.`,
        evidence: {
          observed: Math.round(averageMs),
          limit: graded.limit,
          unit: 'ms',
        },
      },
    ];
  },
});
