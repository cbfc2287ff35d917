import { HistoryReport } from 'backstage-plugin-database-health-common';
import { hourMs } from '../words/timeSpans';

/** How many intervals on either side say what is usual around one. */
const neighbours = 3;

/** How much longer than usual a time without a sample is to be a gap. */
const unusual = 1.75;

/** A point of a chart; `value` is `null` in the middle of a gap. */
export interface ChartPoint {
  /** Epoch milliseconds. */
  at: number;
  value: number | null;
  min?: number;
  max?: number;
}

/**
 * The points with one without a value wherever samples are missing, so that no
 * line is drawn over a time of which nothing is known. Samples stand closer
 * the younger they are, so what is missing is told from the intervals around.
 */
export function withGaps(
  points: Readonly<HistoryReport['points']>,
): ChartPoint[] {
  const known = points.map(({ at, ...rest }) => ({
    at: Date.parse(at),
    ...rest,
  }));
  const intervals = known.slice(1).map(({ at }, index) => at - known[index].at);
  return known.flatMap((point, index) => {
    const before = intervals[index - 1];
    return index > 0 && isGap(intervals, index - 1)
      ? [{ at: point.at - before / 2, value: null }, point]
      : [point];
  });
}

function isGap(intervals: readonly number[], index: number): boolean {
  const around = [
    ...intervals.slice(Math.max(0, index - neighbours), index),
    ...intervals.slice(index + 1, index + 1 + neighbours),
  ].sort((a, b) => b - a);
  // The second, as the longest may be a gap itself.
  const usual = around[1] ?? around[0] ?? Infinity;
  return intervals[index] > Math.max(hourMs, usual * unusual);
}
