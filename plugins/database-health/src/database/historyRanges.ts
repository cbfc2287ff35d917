import { month, quarter, twoYears, week } from '../charts/ranges';

/** The times that the history of one database can be shown over. */
export const historyRanges = [week, month, quarter, twoYears];
