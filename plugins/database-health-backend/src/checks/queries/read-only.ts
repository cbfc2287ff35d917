import { createCheck } from 'backstage-plugin-database-health-node';
import {
  readOnlyBecause,
  readOnlyRemedy,
} from '../parts/reachability/readOnly';

/** Whether the database takes writes of its plugin. */
export const readOnly = createCheck({
  id: 'read-only',
  title: 'Takes writes',
  rationale:
    'A plugin whose database answers but takes no writes looks well and can do little: each change fails. That is so on a standby, as after a failover that leads to a reader, and where a setting refuses writes. With the question of the pulse, the session of the plugin itself says so.',
  per: 'database',
  needs: ['reachability'],
  limits: {},
  source: 'No limit (check_pgactivity: true is critical).',
  explains: ['query-errors', 'migrations-failed'],
  remedy:
    'Lead the connection to a server that takes writes, or switch off what refuses them. A standby that is meant: switch off this check.',
  evaluate({ reachability: { answered, readOnly: cause } }, { engine }) {
    if (!answered || cause === undefined) {
      return [];
    }
    return [
      {
        severity: 'critical',
        message: `${
          cause === 'standby' ? 'The server' : 'The database'
        } is read-only (${readOnlyBecause(
          cause,
          engine,
        )}): whatever this plugin writes fails.`,
        evidence: { observed: 'read-only', limit: 'writable', unit: '' },
        remedy: { text: readOnlyRemedy(cause, engine) },
      },
    ];
  },
});
