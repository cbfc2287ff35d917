import { bytesInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { daysUntil, leastSamples, trendOf } from '../../pure/growth';
import { count, isOrAre } from '../parts/wording/amounts';
import { noHistory } from '../parts/wording/noHistory';

/** When the plugin database reaches its budget or the end of its disk. */
export const sizeForecast = createCheck({
  id: 'size-forecast',
  title: 'Size forecast',
  rationale:
    'When the plugin database will reach its size budget or fill its disk, if it keeps growing as in the last 30 days. A full disk makes a server read-only or stops it, for every plugin on it.',
  per: 'database',
  needs: ['size', 'sizeHistory', 'sizeLimit'],
  limits: { warningDays: 14, criticalDays: 3 },
  source: 'Ours; the idea is that of pgMonitor.',
  remedy:
    'Find the table that grows and what writes to it; delete what is no longer needed, or raise the budget or the disk in time.',
  evaluate({ size, sizeHistory, sizeLimit }, { limits }) {
    if (!sizeLimit) {
      return {
        skipped:
          'No budget is configured in databaseHealth.budgets, and the engine does not report the size of its disk.',
      };
    }
    if (!sizeHistory) {
      return { skipped: noHistory };
    }
    const trend = trendOf(sizeHistory.days);
    if (!trend) {
      return {
        skipped: `There ${isOrAre(sizeHistory.days.length)} ${count(
          sizeHistory.days.length,
          'daily sample',
        )}; at least ${leastSamples} are needed.`,
      };
    }
    const until = (bytesPerDay: number) =>
      daysUntil(sizeLimit.bytes, size.bytes, bytesPerDay);
    const likely = until(trend.bytesPerDay);
    // Where even the least growth is none, nothing is sure enough to be said.
    if (
      likely === null ||
      likely > limits.warningDays ||
      trend.lowestBytesPerDay <= 0
    ) {
      return [];
    }
    const critical = likely <= limits.criticalDays;
    const earliest = until(trend.highestBytesPerDay) ?? likely;
    const latest = until(trend.lowestBytesPerDay);
    const what = sizeLimit.of === 'budget' ? 'its budget of' : 'its disk at';
    return [
      {
        severity: critical ? 'critical' : 'warning',
        message:
          likely === 0
            ? `It has reached ${what} ${bytesInWords(
                sizeLimit.bytes,
              )} and grows by ${bytesInWords(trend.bytesPerDay)} a day.`
            : `At ${bytesInWords(
                trend.bytesPerDay,
              )} a day it reaches ${what} ${bytesInWords(
                sizeLimit.bytes,
              )} in about ${inDays(likely)}${between(earliest, latest)}.`,
        evidence: {
          observed: Math.floor(likely),
          limit: critical ? limits.criticalDays : limits.warningDays,
          unit: 'days',
        },
        remedy: {
          text: `Find the table that grows and what writes to it, and delete what is no longer needed. If it is meant to grow, ${
            sizeLimit.of === 'budget'
              ? 'raise its budget in `databaseHealth.budgets`, and the disk with it'
              : 'make the disk larger'
          }.`,
        },
      },
    ];
  },
});

function inDays(days: number): string {
  return days < 1 ? 'a day' : count(Math.floor(days), 'day');
}

function between(earliest: number, latest: number | null): string {
  const from = Math.floor(earliest);
  if (latest === null) {
    return ` (not before ${from})`;
  }
  const to = Math.ceil(latest);
  return to > from + 1 ? ` (between ${from} and ${to})` : '';
}
