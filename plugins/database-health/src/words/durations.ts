import { dayMs, hourMs, minuteMs, secondMs } from './timeSpans';

/** How long ago something was: `just now`, `12 s ago`, `2 days ago`. */
export function ageInWords(ageMs: number): string {
  return ageMs < secondMs ? 'just now' : `${spanInWords(ageMs)} ago`;
}

/** Whole units, rounded down: `12 s`, `3 min`, `5 h`, `1 day`. */
export function spanInWords(spanMs: number): string {
  if (spanMs < minuteMs) {
    return `${Math.floor(spanMs / secondMs)} s`;
  }
  if (spanMs < hourMs) {
    return `${Math.floor(spanMs / minuteMs)} min`;
  }
  if (spanMs < 2 * dayMs) {
    return `${Math.floor(spanMs / hourMs)} h`;
  }
  return `${Math.floor(spanMs / dayMs)} days`;
}

/** Date and time in the reader's own zone, with seconds. */
export function timeInWords(iso: string): string {
  return new Date(iso).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
}
