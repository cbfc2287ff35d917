import type { Failure } from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import { countedSeconds, countedTime, isOver } from '../parts/counters/lately';
import { timeOfDay } from '../parts/wording/times';

/** Connections that the pool cannot open. */
export const poolCreateFailures = createCheck({
  id: 'pool-create-failures',
  title: 'Failed connections',
  rationale:
    'The pool cannot open connections: the server is full, down, or refuses the credentials. Open connections still work, so nothing else may show the problem until the last of them is closed.',
  per: 'database',
  needs: ['pool'],
  limits: { criticalSeconds: 60 },
  source: `Ours; a warning from the first failure until a connection can be opened or ${countedTime} pass without a failure; critical by the time from the first failure to the last, while one is wanted.`,
  remedy:
    'See the checks `reachable` (of this database) and `server-connections` (of its server). If the credentials were changed, restart the backend with the new ones.',
  evaluate(
    {
      pool: {
        createFailingSince,
        lastCreateFailureAt,
        createFailure,
        creating,
        pending,
      },
    },
    { limits, at },
  ) {
    if (
      createFailingSince === undefined ||
      lastCreateFailureAt === undefined ||
      at - lastCreateFailureAt >= countedSeconds * 1_000
    ) {
      return [];
    }
    // A pool that can do with the connections that it has opens none, so the time
    // since its last failure says nothing.
    const failingMs = Math.max(0, lastCreateFailureAt - createFailingSince);
    const why = because(createFailure);
    // While somebody waits for one, the pool goes on trying.
    const over =
      isOver(lastCreateFailureAt, at) && pending === 0 && creating === 0;
    const critical = !over && failingMs >= limits.criticalSeconds * 1_000;
    return [
      {
        severity: critical ? 'critical' : 'warning',
        // Without the time, which the evidence has, an outage of a server is one
        // sentence for all of its databases.
        message: over
          ? `The pool could not open connections until ${timeOfDay(
              lastCreateFailureAt,
            )}, and has wanted none since.${why}`
          : nowFailing(createFailure),
        evidence: {
          observed: Math.round(failingMs / 1_000),
          limit: limits.criticalSeconds,
          unit: 's',
        },
        ...(createFailure?.remedy && {
          remedy: { text: createFailure.remedy },
        }),
      },
    ];
  },
});

function because(failure: Failure | undefined): string {
  return failure ? ` ${failure.sentence}` : '';
}

/** A server that is frozen accepts a connection and says nothing: not the pool fails. */
function nowFailing(failure: Failure | undefined): string {
  return failure?.kind === 'connect-timeout'
    ? failure.sentence
    : `The pool cannot open connections.${because(failure)}`;
}
