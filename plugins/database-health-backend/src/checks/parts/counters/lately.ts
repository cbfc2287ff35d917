import {
  durationInWords,
  minuteMs,
} from 'backstage-plugin-database-health-common';

/** Over how long is counted, unless a check says otherwise. */
export const countedSeconds = 300;

/** `5 min`: over how long {@link countedLately} counts. */
export const countedTime = durationInWords(countedSeconds * 1_000);

/** A counter now, and as past looks found it, oldest first. */
type Counted<C extends string> = Readonly<Record<C, number>> & {
  readonly history: readonly (Readonly<Record<C, number>> & {
    readonly at: number;
  })[];
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
  return from ? counted[counter] - from[counter] : 0;
}

/** The same a minute, over the last one or since the last look before it. */
export function countedAMinute<C extends string>(
  counted: Counted<C>,
  counter: C,
  now: number,
): number {
  const from = startOf(counted, now, 60);
  const minutes = Math.max(1, (now - (from?.at ?? now)) / minuteMs);
  return from ? (counted[counter] - from[counter]) / minutes : 0;
}

function startOf<C extends string>(
  { history }: Counted<C>,
  now: number,
  seconds: number,
): Counted<C>['history'][number] | undefined {
  const since = now - seconds * 1_000;
  return history.filter(({ at }) => at <= since).pop() ?? history[0];
}
