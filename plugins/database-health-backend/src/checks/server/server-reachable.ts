import type {
  Failure,
  FailureKind,
} from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import { remedyOf } from '../parts/reachability/remedies';
import { someOf } from '../parts/wording/list';

/** What the server does instead of answering. */
const doings: Record<FailureKind, string> = {
  credentials: 'refuses their credentials',
  'database-missing': 'has none of their databases',
  'too-many-connections': 'has no connection left for them',
  starting: 'is still starting',
  'shutting-down': 'is shutting down',
  dns: 'has a name that is not found',
  refused: 'accepts no connections',
  'connect-timeout': 'does not answer when a connection is opened',
  'connection-lost': 'cuts their connections',
  tls: 'cannot be reached over TLS',
  timeout: 'does not answer in time',
  locked: 'is locked',
  permission: 'does not let them in',
  damaged: 'has damaged data',
  'pool-full': 'does not answer',
  other: 'does not answer',
};

/** What one plugin database alone does not suffer. */
const ofWholeServer = new Set<FailureKind>([
  'connect-timeout',
  'connection-lost',
  'dns',
  'refused',
  'shutting-down',
  'starting',
  'timeout',
]);

/** Whether a server answers any of its plugin databases. */
export const serverReachable = createCheck({
  id: 'server-reachable',
  title: 'Server reachable',
  rationale:
    'A server of which no plugin database gets an answer is down, or cannot be reached from here: one trouble with one cause, however many plugins it stops. While one plugin database gets an answer, the trouble is that of the others.',
  per: 'server',
  needs: ['serverReachability'],
  limits: { criticalFailures: 2, undecidedMs: 60_000 },
  source:
    'The number of failures is that of the check `reachable`, here of all plugin databases together. For 60 s, four pulses, it is not decided whether a server answers of which one database fell silent and the others have not been asked since; from then on the failure itself decides, whether it is one of a whole server: ours.',
  explains: ['*', 'server-connections'],
  remedy:
    'Check whether the server is running, and whether this backend can reach it. The finding says what its plugin databases get instead of an answer.',
  evaluate(
    { serverReachability: { answering, unasked, silent, ...reachability } },
    { limits, at },
  ) {
    if (silent.length === 0 || answering.length > 0) {
      return [];
    }
    const { failures, failure, silentSince = at } = reachability;
    const kind = failure?.kind ?? 'other';
    if (unasked.length > 0 && at - silentSince < limits.undecidedMs) {
      return {
        unknown: `The server has not been asked by ${someOf(
          unasked,
        )} since ${someOf(silent)} got no answer.`,
        judgements: [],
      };
    }
    if (unasked.length > 0 && !ofWholeServer.has(kind)) {
      return [];
    }
    return [
      {
        severity: failures >= limits.criticalFailures ? 'critical' : 'warning',
        message: `The server of ${someOf(silent)} ${doings[kind]}.${narrower(
          failure,
        )}`,
        evidence: {
          observed: failures,
          limit: limits.criticalFailures,
          unit: 'failures in a row',
        },
        remedy: { text: remedyOf(failure) },
      },
    ];
  },
});

/** What is known of it besides its kind, where it has a way out of its own. */
function narrower(failure: Failure | undefined): string {
  return failure?.remedy ? ` ${failure.sentence}` : '';
}
