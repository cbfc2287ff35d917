/** A counter now, and as past looks found it, oldest first. */
type Counted<C extends string> = Readonly<Record<C, number>> & {
  readonly history: readonly (Readonly<Record<C, number>> & {
    readonly at: number;
  })[];
};

/**
 * How often something was counted in the last so many seconds, and when the
 * last time was seen: the difference to the last sample before them. What was
 * counted before the first sample is not known to be lately.
 */
export function countedLately<C extends string>(
  counted: Counted<C>,
  counter: C,
  lately: { at: number; seconds: number },
): { count: number; forSeconds: number } {
  const since = lately.at - lately.seconds * 1_000;
  const before = counted.history.filter(({ at }) => at <= since).pop();
  const from = before ?? counted.history[0];
  if (!from) {
    return { count: 0, forSeconds: 0 };
  }
  const rises = counted.history.filter(
    (sample, i) =>
      i > 0 &&
      sample.at > since &&
      sample[counter] > counted.history[i - 1][counter],
  );
  return {
    count: counted[counter] - from[counter],
    forSeconds:
      rises.length > 0 ? (rises[rises.length - 1].at - rises[0].at) / 1_000 : 0,
  };
}
