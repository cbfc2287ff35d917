import { HistoryReport } from 'backstage-plugin-database-health-common';
import type { Range } from '../charts/ranges';
import { dayMs, hourMs } from '../words/timeSpans';

/** A chart of less would have no mark on its axis of time. */
const leastMs = 6 * hourMs;

/** The time that a chart shows: the range, as far as anything is known of it. */
export function shownTime(
  { days }: Pick<Range, 'days'>,
  points: readonly Pick<HistoryReport['points'][number], 'at'>[],
  to: number = Date.now(),
): { from: number; to: number } {
  const first = points.length > 1 ? Date.parse(points[0].at) : 0;
  return {
    from: Math.min(to - leastMs, Math.max(to - days * dayMs, first)),
    to,
  };
}
