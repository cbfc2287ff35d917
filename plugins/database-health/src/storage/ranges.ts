import { month, quarter, week } from '../charts/ranges';
import { dayMs, hourMs } from '../words/timeSpans';

/** The times that growth is shown over, and how near its points stand. */
export const storageRanges = [
  { ...week, stepMs: 6 * hourMs },
  { ...month, stepMs: dayMs },
  { ...quarter, stepMs: dayMs },
];

export const longestRange = storageRanges[2];
export const defaultRange = storageRanges[1];
