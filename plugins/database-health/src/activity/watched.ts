import type { Transitions } from 'backstage-plugin-database-health-common';

/** Since when each plugin database has been watched, by its id. */
export type WatchedSince = NonNullable<Transitions['watchedSince']>;

/**
 * Since when the first of these, or of all, has been watched, in epoch
 * milliseconds; `Infinity` where that is known of none.
 */
export function firstWatched(
  watchedSince: WatchedSince,
  ids: readonly string[] = Object.keys(watchedSince),
): number {
  return Math.min(
    ...ids
      .filter(id => id in watchedSince)
      .map(id => Date.parse(watchedSince[id])),
  );
}

/** Shorter than this is too short to be drawn (ours). */
const leastSpanMs = 10 * 60_000;

/**
 * Where lanes begin that would begin at `from`: not before anything was watched,
 * or the first minutes of a portal would be a few pixels. `undefined` where all
 * of the time was watched, or that is not known.
 */
export function firstDrawn(
  from: number,
  to: number,
  watchedSince: WatchedSince,
): number | undefined {
  const first = firstWatched(watchedSince);
  return first > from && first < to
    ? Math.max(from, Math.min(first, to - leastSpanMs))
    : undefined;
}
