/** A time up to now that can be looked back over. */
export interface Range {
  /** As it stands in the URL. */
  id: string;
  words: string;
  days: number;
  /** As the API takes it. */
  since: string;
}

export const day: Range = {
  id: '24h',
  words: '24 hours',
  days: 1,
  since: 'PT24H',
};
export const week: Range = {
  id: '7d',
  words: '7 days',
  days: 7,
  since: 'P7D',
};
export const month: Range = {
  id: '30d',
  words: '30 days',
  days: 30,
  since: 'P30D',
};
export const quarter: Range = {
  id: '90d',
  words: '90 days',
  days: 90,
  since: 'P90D',
};
export const twoYears: Range = {
  id: '2y',
  words: '2 years',
  days: 730,
  since: 'P730D',
};
