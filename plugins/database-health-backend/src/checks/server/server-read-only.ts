import { createCheck } from 'backstage-plugin-database-health-node';
import { someOf } from '../parts/wording/list';
import {
  readOnlyBecause,
  readOnlyRemedy,
} from '../parts/reachability/readOnly';

/** Whether a server takes writes at all. */
export const serverReadOnly = createCheck({
  id: 'server-read-only',
  title: 'Server takes writes',
  rationale:
    'A server that answers but takes no writes stops every plugin whose database lies on it, while all of them look well: one trouble with one cause. Each look at the server asks for it.',
  per: 'server',
  needs: ['connections', 'serverReachability'],
  limits: {},
  source: 'No limit (check_pgactivity: true is critical).',
  explains: ['read-only', 'query-errors', 'migrations-failed'],
  remedy:
    'Lead the connections to the primary, or switch off what refuses writes. A standby that is meant: switch off this check and `read-only`.',
  evaluate(
    { connections: { readOnly: cause }, serverReachability },
    { engine },
  ) {
    const { answering, unasked } = serverReachability;
    const stopped = [...answering, ...unasked].sort();
    if (cause === undefined || stopped.length === 0) {
      return [];
    }
    return [
      {
        severity: 'critical',
        message: `The server is read-only (${readOnlyBecause(
          cause,
          engine,
        )}): whatever ${someOf(stopped)} ${
          stopped.length === 1 ? 'writes' : 'write'
        } fails.`,
        evidence: { observed: 'read-only', limit: 'writable', unit: '' },
        remedy: { text: readOnlyRemedy(cause, engine) },
      },
    ];
  },
});
