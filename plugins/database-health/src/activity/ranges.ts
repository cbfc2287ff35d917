/** The times that one can look back over. */
export const activityRanges = [
  { id: '24h', words: '24 hours', days: 1, since: 'PT24H' },
  { id: '7d', words: '7 days', days: 7, since: 'P7D' },
  { id: '30d', words: '30 days', days: 30, since: 'P30D' },
] as const;

export type ActivityRange = (typeof activityRanges)[number];

export const defaultRange = activityRanges[1];
