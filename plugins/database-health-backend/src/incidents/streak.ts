/** Looks in a row that have to agree (ours). */
const leastLooks = 2;

/** When each plugin database was looked at last, epoch milliseconds. */
export type Looks = ReadonlyMap<string, number>;

/** How long something has been so, and in how many looks in a row. */
export interface Streak {
  /** The first look that saw it, epoch milliseconds. */
  readonly since: number;
  /** Looks at each plugin database since then. */
  readonly counts: ReadonlyMap<string, number>;
  readonly last: Looks;
}

/** The streak after it was seen once more. */
export function seenAgain(
  streak: Streak | undefined,
  looks: Looks,
  now: number,
): Streak {
  if (!streak) {
    const since = Math.min(now, Math.max(...looks.values(), -Infinity));
    return {
      since: Number.isFinite(since) ? since : now,
      counts: new Map([...looks].map(([id, at]) => [id, at === since ? 1 : 0])),
      last: looks,
    };
  }
  return {
    // Not later than now, where the clock is put back meanwhile.
    since: Math.min(streak.since, now),
    counts: new Map(
      [...looks].map(([id, at]) => [
        id,
        (streak.counts.get(id) ?? 0) + (at === streak.last.get(id) ? 0 : 1),
      ]),
    ),
    last: looks,
  };
}

/** Whether one plugin database was looked at often enough, and it has lasted. */
export function hasHeld(
  { since, counts }: Streak,
  leastMs: number,
  now: number,
): boolean {
  return now - since >= leastMs && Math.max(...counts.values()) >= leastLooks;
}
