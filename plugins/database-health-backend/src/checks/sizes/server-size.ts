import { bytesInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { daysUntil } from '../../pure/growth';
import { count } from '../parts/wording/amounts';

/** What all plugin databases of a server hold against its budget. */
export const serverSize = createCheck({
  id: 'server-size',
  title: 'Size of the server',
  rationale:
    'The bytes of all plugin databases of the server together, against the size budget of the server; a database that several plugins share counts once. They share one disk: whoever fills it stops them all.',
  per: 'server',
  needs: ['serverSize'],
  limits: {
    warningPercent: 80,
    criticalPercent: 100,
    warningDays: 14,
    criticalDays: 3,
  },
  source: 'Ours.',
  remedy:
    'Find the plugin database that is the largest or grows fastest, and delete what it no longer needs. If the disk is larger, raise the budget in `databaseHealth.budgets.servers`.',
  evaluate({ serverSize: server }, { limits }) {
    const { budgetBytes, bytesPerDay } = server;
    if (budgetBytes === null) {
      return { skipped: 'It has no budget in databaseHealth.budgets.servers.' };
    }
    const percent = (100 * server.bytes) / budgetBytes;
    const days =
      bytesPerDay === null
        ? null
        : daysUntil(budgetBytes, server.bytes, bytesPerDay);
    const isWithin = (most: number) => days !== null && days <= most;
    const critical =
      percent >= limits.criticalPercent || isWithin(limits.criticalDays);
    if (
      !critical &&
      percent < limits.warningPercent &&
      !isWithin(limits.warningDays)
    ) {
      return [];
    }
    return [
      {
        severity: critical ? 'critical' : 'warning',
        message: `Its plugin databases hold ${
          server.approximate ? 'about ' : ''
        }${bytesInWords(
          server.bytes,
          budgetBytes,
        )} of a budget of ${bytesInWords(budgetBytes, server.bytes)}${
          days ? `, and reach it in about ${count(Math.ceil(days), 'day')}` : ''
        }.`,
        evidence: {
          observed: Math.round(percent),
          limit: critical ? limits.criticalPercent : limits.warningPercent,
          unit: '%',
        },
      },
    ];
  },
});
