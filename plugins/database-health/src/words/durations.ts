import {
  dayMs,
  hourMs,
  minuteMs,
  secondMs,
} from 'backstage-plugin-database-health-common';

/** A short time with its unit: `0.4 ms`, `12 ms`, `1.2 s`, `3 min`. */
export function durationInWords(durationMs: number): string {
  if (durationMs > 0 && durationMs < 0.05) {
    return '< 0.1 ms';
  }
  if (durationMs < 9.95) {
    return `${trim(durationMs)} ms`;
  }
  if (durationMs < 999.5) {
    return `${Math.round(durationMs)} ms`;
  }
  if (durationMs < 9_950) {
    return `${trim(durationMs / secondMs)} s`;
  }
  return spanInWords(durationMs);
}

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

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}
