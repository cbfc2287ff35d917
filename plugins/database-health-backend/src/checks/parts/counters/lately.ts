import { durationInWords } from 'backstage-plugin-database-health-common';
import { minuteMs } from '../../../timeSpans';

/** Over how long is counted, unless a check says otherwise. */
export const countedSeconds = 300;

/** `5 min`: over how long {@link countedLately} counts. */
export const countedTime = durationInWords(countedSeconds * 1_000);

type Counts<C extends string> = Readonly<Record<C, number | null>>;

/** A counter now, and as past looks found it, oldest first; `null` for none. */
type Counted<C extends string> = Counts<C> & {
  readonly history: readonly (Counts<C> & { readonly at: number })[];
};

/**
 * How often something was counted in the last so many seconds: the difference
 * to the last sample before them. What was counted before the first sample is
 * not known to be lately.
 */
export function countedLately<C extends string>(
  counted: Counted<C>,
  counter: C,
  now: number,
  seconds = countedSeconds,
): number {
  const from = startOf(counted, now, seconds);
  return moreThan(from, counted, counter);
}

/** Without one more for so long, what was counted is over (ours: two pulses). */
export const overAfterSeconds = 30;

/**
 * When the last one was seen to have been counted, epoch milliseconds;
 * `undefined` where none was seen.
 */
export function lastCountedAt<C extends string>(
  { history }: Counted<C>,
  counter: C,
): number | undefined {
  return history.findLast(
    (sample, i) => i > 0 && moreThan(history[i - 1], sample, counter) > 0,
  )?.at;
}

/** Whether nothing more has come for long enough to call it over. */
export function isOver(lastAt: number | undefined, now: number): boolean {
  return lastAt !== undefined && now - lastAt >= overAfterSeconds * 1_000;
}

/** The same a minute, over the last one or since the last look before it. */
export function countedAMinute<C extends string>(
  counted: Counted<C>,
  counter: C,
  now: number,
): number {
  const from = startOf(counted, now, 60);
  const minutes = Math.max(1, (now - (from?.at ?? now)) / minuteMs);
  return moreThan(from, counted, counter) / minutes;
}

function moreThan<C extends string>(
  from: Counts<C> | undefined,
  to: Counts<C>,
  counter: C,
): number {
  const [before, after] = [from?.[counter] ?? null, to[counter]];
  return before === null || after === null ? 0 : after - before;
}

function startOf<C extends string>(
  { history }: Counted<C>,
  now: number,
  seconds: number,
): Counted<C>['history'][number] | undefined {
  const since = now - seconds * 1_000;
  return history.filter(({ at }) => at <= since).pop() ?? history[0];
}
