import { bytesInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { changeOver } from '../../pure/growth';
import { GiB } from '../parts/wording/amounts';
import { noHistory } from '../parts/wording/noHistory';

/** The times over which growth is looked at, in days. */
const windows = [1, 7] as const;

/** How fast the plugin database has grown lately. */
export const growth = createCheck({
  id: 'growth',
  title: 'Growth',
  rationale:
    'How much the plugin database grew over the last day and the last week. Sudden growth usually comes from a loop that writes, a clean-up that no longer runs, or a source that sends too much; stopping it is cheaper than deleting later.',
  per: 'database',
  needs: ['sizeHistory'],
  limits: { warningDailyPercent: 20, leastDailyBytes: GiB },
  source:
    'Ours; the form, a change between two samples, is that of check_pgactivity.',
  remedy:
    'In the history of its largest tables, find the one that grew and what wrote to it: a job that loops, a clean-up that no longer runs, a source that sends too much. Growth after a first ingestion ends by itself.',
  evaluate({ sizeHistory }, { limits }) {
    if (!sizeHistory) {
      return { skipped: noHistory };
    }
    const changes = windows.flatMap(days => {
      const change = changeOver(sizeHistory.days, days);
      return change ? [change] : [];
    });
    if (changes.length === 0) {
      return { skipped: 'There is no day of history yet.' };
    }
    const fast = changes
      .map(change => ({
        ...change,
        bytesPerDay: change.bytes / change.days,
        percentPerDay:
          (100 * change.bytes) / change.days / Math.max(1, change.fromBytes),
      }))
      .filter(
        ({ bytesPerDay, percentPerDay }) =>
          percentPerDay >= limits.warningDailyPercent &&
          bytesPerDay >= limits.leastDailyBytes,
      )
      .sort((a, b) => b.bytesPerDay - a.bytesPerDay);
    return fast.slice(0, 1).map(change => ({
      severity: 'warning' as const,
      message: `It grew by ${bytesInWords(change.bytes)} in ${inDays(
        change.days,
      )}, from ${bytesInWords(change.fromBytes)}.`,
      evidence: {
        observed: Math.round(change.percentPerDay),
        limit: limits.warningDailyPercent,
        unit: '% a day',
      },
    }));
  },
});

function inDays(days: number): string {
  const whole = Math.round(days);
  return whole === 1 ? 'a day' : `${whole} days`;
}
