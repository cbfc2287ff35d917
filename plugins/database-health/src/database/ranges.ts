/** The times that the history of one database can be shown over. */
export const historyRanges = [
  { id: '7d', words: '7 days', days: 7, since: 'P7D' },
  { id: '30d', words: '30 days', days: 30, since: 'P30D' },
  { id: '90d', words: '90 days', days: 90, since: 'P90D' },
  { id: '2y', words: '2 years', days: 730, since: 'P730D' },
] as const;

export type HistoryRange = (typeof historyRanges)[number];

export const defaultRange = historyRanges[1];
