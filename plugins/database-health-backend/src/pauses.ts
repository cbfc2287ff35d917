/**
 * After a failure what failed is left alone for so long, twice as long after the
 * next one, up to the longest; a quarter longer at most, so that replicas do not
 * come back all at once (ours).
 */
const firstPauseMs = 5_000;
const longestPauseMs = 5 * 60_000;

/** How long to leave alone what has failed so often in a row. */
export function pauseAfterMs(failures: number): number {
  const pauseMs = Math.min(
    longestPauseMs,
    firstPauseMs * 2 ** Math.min(failures - 1, 16),
  );
  return pauseMs * (1 + Math.random() / 4);
}
