import { createCheck } from 'backstage-plugin-database-health-node';
import { bytes } from './wording/amounts';

const GiB = 1_024 ** 3;

/** How many bytes the plugin database holds against its budget. */
export const size = createCheck({
  id: 'size',
  title: 'Size',
  rationale:
    'The bytes of the plugin database, or of its schema in schema mode. A database that outgrows what was planned for it fills the disk that it shares with the others, and takes longer to back up and to restore.',
  per: 'database',
  needs: ['size'],
  limits: { warningBytes: 100 * GiB, criticalBytes: 250 * GiB },
  source: 'Those of pgMonitor; set them to the budget of your own databases.',
  remedy:
    'Find the largest tables of the plugin and delete what it no longer needs, or raise the limits to the budget that the database really has.',
  evaluate({ size: { bytes: sizeBytes, approximate } }, { limits }) {
    if (sizeBytes < limits.warningBytes) {
      return [];
    }
    const critical = sizeBytes >= limits.criticalBytes;
    const limitBytes = critical ? limits.criticalBytes : limits.warningBytes;
    return [
      {
        severity: critical ? 'critical' : 'warning',
        message: `The database holds ${approximate ? 'about ' : ''}${bytes(
          sizeBytes,
        )} and has reached its limit of ${bytes(limitBytes)}.`,
        evidence: { observed: sizeBytes, limit: limitBytes, unit: 'bytes' },
        remedy: {
          text: `Find the largest tables of the plugin and delete what it no longer needs. If this size is planned, set \`databaseHealth.checks.size.${
            critical ? 'criticalBytes' : 'warningBytes'
          }\` to the budget of the database.`,
        },
      },
    ];
  },
});
