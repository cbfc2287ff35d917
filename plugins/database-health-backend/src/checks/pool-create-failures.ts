import { createCheck } from 'backstage-plugin-database-health-node';

/** Connections that the pool cannot open. */
export const poolCreateFailures = createCheck({
  id: 'pool-create-failures',
  title: 'Failed connections',
  rationale:
    'The pool tries to open connections and cannot: the server is full, away, or refuses the credentials. Those that are open still work, so that nothing else may tell until the last of them is closed.',
  per: 'database',
  needs: ['pool'],
  limits: { criticalSeconds: 60 },
  source: 'Ours; a warning from the first on, until one can be opened.',
  remedy:
    'The checks reachable and server-connections tell what the server says. After a change of credentials, restart the backend with the new ones.',
  evaluate({ pool: { createFailingSince, createFailure } }, { limits, at }) {
    if (createFailingSince === undefined) {
      return [];
    }
    const failingMs = Math.max(0, at - createFailingSince);
    const why = createFailure ? ` ${createFailure.sentence}` : '';
    const critical = failingMs >= limits.criticalSeconds * 1_000;
    return [
      {
        severity: critical ? 'critical' : 'warning',
        // Without the time, which the evidence tells, an outage of a server is one
        // sentence for all of its databases.
        message: `The pool cannot open connections.${why}`,
        evidence: {
          observed: Math.round(failingMs / 1_000),
          limit: limits.criticalSeconds,
          unit: 's',
        },
        remedy: {
          text: 'See what the checks reachable of this database and server-connections of its server say. If credentials were changed, restart the backend with the new ones.',
        },
      },
    ];
  },
});
