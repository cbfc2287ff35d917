import { dayMs, hourMs } from '../words/timeSpans';

/** The times that growth is shown over, and how near its points stand. */
export const storageRanges = [
  { id: '7d', words: '7 days', days: 7, since: 'P7D', stepMs: 6 * hourMs },
  { id: '30d', words: '30 days', days: 30, since: 'P30D', stepMs: dayMs },
  { id: '90d', words: '90 days', days: 90, since: 'P90D', stepMs: dayMs },
] as const;

export const longestRange = storageRanges[2];
export const defaultRange = storageRanges[1];
