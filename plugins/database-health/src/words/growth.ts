import {
  bytesInWords,
  type HistoryState,
} from 'backstage-plugin-database-health-common';
import { countInWords } from './counts';

/** `+1.2 GiB`, `−12.0 MiB`, `±0 B`. */
export function changeInWords(bytes: number): string {
  if (bytes === 0) {
    return '±0 B';
  }
  return `${bytes < 0 ? '−' : '+'}${bytesInWords(Math.abs(bytes))}`;
}

/** `12582912` is `+12.0 MiB a day`. */
export function growthInWords(bytesPerDay: number): string {
  return bytesPerDay === 0
    ? 'no growth'
    : `${changeInWords(bytesPerDay)} a day`;
}

/** Why a growth is not told: there are no days yet, or none that can be read. */
export function growthMissing(history: HistoryState): string {
  return history.working ? 'no history yet' : 'not known at present';
}

/** `grew by 1.2 GiB in 30 days`, from bytes of each day, the last one today. */
export function growthOverDays(daily: readonly (number | null)[]): string {
  const first = daily.findIndex(value => value !== null);
  const fromEnd = [...daily].reverse().findIndex(value => value !== null);
  const last = daily.length - 1 - fromEnd;
  if (first < 0 || first === last) {
    return 'no history yet';
  }
  const bytes = Number(daily[last]) - Number(daily[first]);
  const days = countInWords(last - first, 'day');
  if (bytes === 0) {
    return `did not grow in ${days}`;
  }
  return `${bytes > 0 ? 'grew' : 'shrank'} by ${bytesInWords(
    Math.abs(bytes),
  )} in ${days}`;
}
