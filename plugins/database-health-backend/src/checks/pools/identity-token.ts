import { createCheck } from 'backstage-plugin-database-health-node';
import { countedSeconds } from '../parts/counters/lately';
import { timeOfDay } from '../parts/wording/times';

/** Whether a plugin gets the tokens with which it logs in. */
export const identityToken = createCheck({
  id: 'identity-token',
  title: 'Identity token',
  rationale:
    'With `connection.type` azure, cloudsql or rds a plugin logs in with a token that ends within minutes or hours and is renewed when a connection is wanted. Where none can be obtained, no connection can be opened, and those that are open are dropped when they are wanted again: within one life of a token the plugin stands still.',
  per: 'database',
  needs: ['identityToken'],
  limits: { criticalSeconds: 60 },
  source:
    'Ours, as of the check `pool-create-failures`: a warning from the first failure on, critical by the time from the first to the last, until a token is obtained.',
  remedy:
    'Check the identity of this process with who gives it the tokens. It recovers by itself: whoever wants a connection asks for a token again.',
  explains: ['pool-create-failures', 'pool-timeouts'],
  evaluate({ identityToken: token }, { limits, at }) {
    if (!token) {
      return { skipped: 'The plugin logs in with a password.' };
    }
    const { failingSince, lastFailureAt, failure, obtainedAt } = token;
    if (failingSince === undefined || lastFailureAt === undefined) {
      return [];
    }
    const failingMs = Math.max(0, lastFailureAt - failingSince);
    const isWanted = at - lastFailureAt < countedSeconds * 1_000;
    const critical = isWanted && failingMs >= limits.criticalSeconds * 1_000;
    const last =
      obtainedAt === undefined
        ? 'None has been obtained yet.'
        : `The last one was obtained at ${timeOfDay(obtainedAt)}.`;
    return [
      {
        severity: critical ? 'critical' : 'warning',
        message: `${
          failure?.sentence ?? 'No new identity token could be obtained.'
        } ${last}`,
        evidence: {
          observed: Math.round(failingMs / 1_000),
          limit: limits.criticalSeconds,
          unit: 's',
        },
        ...(failure?.remedy && { remedy: { text: failure.remedy } }),
      },
    ];
  },
});
