/** A look that takes longer than this has failed (pgmetrics: 5 s). */
export const lookDeadlineMs = 5_000;

/** How often it is looked whether something is due. */
export function tickMsOf(intervalMs: number): number {
  return Math.ceil(intervalMs / 3);
}

/**
 * Ticks come a little early or late; half a tick decides between two. A look that
 * lies ahead was taken before the clock was put back: how long ago is not known.
 */
export function isDue(
  lastAt: number | undefined,
  now: number,
  { everyMs, tickMs }: { everyMs: number; tickMs: number },
): boolean {
  return (
    lastAt === undefined || lastAt > now || now - lastAt >= everyMs - tickMs / 2
  );
}
