import { durationInWords } from 'backstage-plugin-database-health-common';

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
  const since = now - seconds * 1_000;
  const before = counted.history.filter(({ at }) => at <= since).pop();
  const from = before ?? counted.history[0];
  return from ? counted[counter] - from[counter] : 0;
}
