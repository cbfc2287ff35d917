import { dayMs, hourMs, minuteMs, secondMs } from './timeSpans';

/** Each unit with the milliseconds from which the next one is said. */
const units: readonly (readonly [
  name: string,
  sizeMs: number,
  belowMs: number,
])[] = [
  ['ms', 1, 999.5],
  ['s', secondMs, 59.5 * secondMs],
  ['min', minuteMs, 59.5 * minuteMs],
  ['h', hourMs, 47.5 * hourMs],
  ['days', dayMs, Infinity],
];

/**
 * A measured time with its unit, rounded to two digits where it has fewer than
 * three: `0.4 ms`, `412 ms`, `1.2 s`, `45 s`, `5.2 min`, `3 h`, `12 days`. The
 * backend's sentences and the page's numbers say it in the same words.
 *
 * @param durationMs - milliseconds, not negative
 *
 * @public
 */
export function durationInWords(durationMs: number): string {
  if (durationMs > 0 && durationMs < 0.05) {
    return '< 0.1 ms';
  }
  const [name, sizeMs] =
    units.find(([, , belowMs]) => durationMs < belowMs) ??
    units[units.length - 1];
  const amount = durationMs / sizeMs;
  return `${
    amount < 9.95 ? Math.round(amount * 10) / 10 : Math.round(amount)
  } ${name}`;
}
