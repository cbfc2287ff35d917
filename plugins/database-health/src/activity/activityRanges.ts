import { day, month, week } from '../charts/ranges';

/** The times that one can look back over. */
export const activityRanges = [day, week, month];
