import { dayMs, hourMs } from './timeSpans';

// To make one takes a hundred times as long as to use it, and a chart has a thousand.
const day = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
});
const dayOfYear = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});
const moment = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});

/** `Invalid Date` for what is none, as `Date` says it; to format that throws. */
function written(format: Intl.DateTimeFormat, date: Date): string {
  return Number.isNaN(date.getTime()) ? String(date) : format.format(date);
}

/** `Nov 21`, with the year where it is another one. */
export function dateInWords(at: number | string): string {
  const date = new Date(at);
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  return written(isThisYear ? day : dayOfYear, date);
}

/** `Nov 21, 2:05 PM` or `14:05`, in the reader's own zone. */
export function momentInWords(at: number | string): string {
  return written(moment, new Date(at));
}

/** From when on: a day, with the time of the last two. */
export function sinceInWords(at: number | string, now: number): string {
  return now - new Date(at).getTime() < 2 * dayMs
    ? momentInWords(at)
    : dateInWords(at);
}

/** How far away a time to come is: `5 hours`, `12 days`, `4 months`, `3 years`. */
export function aheadInWords(at: number | string, now: number): string {
  const spanMs = Math.max(0, new Date(at).getTime() - now);
  const [size, noun] =
    [
      [365 * dayMs, 'year'] as const,
      [30.4 * dayMs, 'month'] as const,
      [dayMs, 'day'] as const,
    ].find(([unit]) => spanMs >= 2 * unit) ?? ([hourMs, 'hour'] as const);
  const count = Math.max(1, Math.round(spanMs / size));
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
