import { durationInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { failureRemedies, remedyOf } from '../parts/reachability/remedies';

/**
 * Whether the database answers. A pool without a free place says nothing of
 * the database, so it never starts a row of failures; it does not end one
 * either.
 */
export const reachable = createCheck({
  id: 'reachable',
  title: 'Reachable',
  rationale:
    'Every pulse notes whether the database has answered the plugin since the last one, and asks `select 1` if it has not. A plugin whose database is down, or answers too late, can only fail.',
  per: 'database',
  needs: ['reachability'],
  limits: { warningFailures: 1, criticalFailures: 2, criticalMs: 5_000 },
  explains: ['*'],
  source:
    'The 5 s are those of pgmetrics (GitLab takes 10 s, the postgres_exporter mixin 1 min); the numbers of failures are ours.',
  remedy:
    'The finding says what kind of failure it was and what to look at: address, credentials, certificate, limits of the server.',
  evaluate(
    { reachability: { answered, failures, failure, tookMs } },
    { limits },
  ) {
    if (answered) {
      return tookMs >= limits.criticalMs
        ? [
            {
              severity: 'critical',
              message: `The database took ${durationInWords(
                tookMs,
              )} to answer.`,
              evidence: {
                observed: Math.round(tookMs),
                limit: limits.criticalMs,
                unit: 'ms',
              },
              remedy: { text: failureRemedies.timeout },
            },
          ]
        : [];
    }
    if (failures === 0) {
      return [];
    }
    const critical =
      failures >= limits.criticalFailures || tookMs >= limits.criticalMs;
    if (!critical && failures < limits.warningFailures) {
      return [];
    }
    return [
      {
        severity: critical ? 'critical' : 'warning',
        message: failure?.sentence ?? 'The database did not answer.',
        evidence: {
          observed: failures,
          limit: critical ? limits.criticalFailures : limits.warningFailures,
          unit: 'failures in a row',
        },
        remedy: { text: remedyOf(failure) },
      },
    ];
  },
});
