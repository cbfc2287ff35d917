/** Pauses between attempts (ours): doubled each time, up to the longest. */
const firstPauseMs = 5_000;
const longestPauseMs = 30 * 60_000;

/** With these pauses some two hours: who hears later of an incident is not helped. */
export const mostAttempts = 12;

/** A quarter longer at most, so that not all come back at once. */
export function pauseAfterMs(attempts: number): number {
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
  return pauseMs * (1 + Math.random() / 4);
}
