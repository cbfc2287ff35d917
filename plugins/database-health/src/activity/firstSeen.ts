import type {
  Storage,
  Transition,
} from 'backstage-plugin-database-health-common';

/** Samples are thinned out to so many: the first one may be that much late. */
const samplesOfStorage = 100;

/** When each plugin database was first heard of, epoch milliseconds. */
export interface FirstSeen {
  byDatabase: ReadonlyMap<string, number>;
  /** The first of all. */
  ofAny: number;
  /** The times are late by no more than that. */
  toWithinMs: number;
}

/** From the first sample and the first change of each. */
export function firstSeenOf(
  { databases, since, generatedAt }: Storage,
  transitions: readonly Transition[],
): FirstSeen {
  const byDatabase = new Map<string, number>();
  const hear = (id: string | undefined, at: string | undefined) => {
    if (id !== undefined && at !== undefined) {
      byDatabase.set(
        id,
        Math.min(byDatabase.get(id) ?? Infinity, Date.parse(at)),
      );
    }
  };
  databases.forEach(({ databaseId, points }) =>
    hear(databaseId, points[0]?.at),
  );
  transitions.forEach(({ databaseId, at }) => hear(databaseId, at));
  return {
    byDatabase,
    ofAny: Math.min(...byDatabase.values()),
    toWithinMs:
      (2 * (Date.parse(generatedAt) - Date.parse(since))) / samplesOfStorage,
  };
}

/** Shorter than this is too short to be drawn (ours). */
const leastSpanMs = 10 * 60_000;

/**
 * Where lanes begin that would begin at `from`: not before anything was watched,
 * or the first minutes of a portal would be a few pixels. `undefined` where all
 * of the time was watched, as far as is known.
 */
export function firstDrawn(
  from: number,
  to: number,
  { ofAny, toWithinMs }: FirstSeen,
): number | undefined {
  return ofAny - from > toWithinMs && ofAny < to
    ? Math.max(from, Math.min(ofAny, to - leastSpanMs))
    : undefined;
}
