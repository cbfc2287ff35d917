import { bytesInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { grade } from '../parts/limits/grade';
import { GiB } from '../parts/wording/amounts';

/** How many bytes the plugin database holds against its budget. */
export const size = createCheck({
  id: 'size',
  title: 'Size',
  rationale:
    'The bytes of the plugin database, or of its schema in schema mode. A database that outgrows its planned size fills the disk that it shares with the others, and takes longer to back up and to restore.',
  per: 'database',
  needs: ['size', 'sizeLimit'],
  limits: {
    warningBytes: 100 * GiB,
    criticalBytes: 250 * GiB,
    warningBudgetPercent: 80,
    criticalBudgetPercent: 100,
  },
  source:
    'Bytes: pgMonitor, where no budget is configured; shares of a budget: ours.',
  remedy:
    'Find the largest tables of the plugin and delete what it no longer needs. If this size is planned, set its budget in `databaseHealth.budgets`.',
  evaluate({ size: { bytes: sizeBytes, approximate }, sizeLimit }, { limits }) {
    const budgetBytes = sizeLimit?.of === 'budget' ? sizeLimit.bytes : null;
    const graded = grade(
      sizeBytes,
      budgetBytes === null
        ? { warning: limits.warningBytes, critical: limits.criticalBytes }
        : {
            warning: (budgetBytes * limits.warningBudgetPercent) / 100,
            critical: (budgetBytes * limits.criticalBudgetPercent) / 100,
          },
    );
    if (!graded) {
      return [];
    }
    const againstBytes = budgetBytes ?? graded.limit;
    const held = bytesInWords(sizeBytes, againstBytes);
    const against = bytesInWords(againstBytes, sizeBytes);
    return [
      {
        severity: graded.severity,
        message: `The database holds ${approximate ? 'about ' : ''}${held} ${
          budgetBytes === null
            ? `and has reached its limit of ${against}`
            : `of its budget of ${against}`
        }.`,
        evidence: { observed: sizeBytes, limit: graded.limit, unit: 'bytes' },
      },
    ];
  },
});
