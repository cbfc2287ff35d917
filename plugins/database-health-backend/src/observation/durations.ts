import { performance } from 'node:perf_hooks';
import type { Durations } from '../pure/facts';
import type { DurationTotals, TotalDurations } from './types';

// From a microsecond to almost three hours, more than any timeout that is set on
// purpose. These bounds are exact, since metrics count up to some of them.
const exactBoundsMs = [
  ...[-3, -2, -1, 0, 1, 2, 3, 4, 5, 6].flatMap(power => [
    10 ** power,
    5 * 10 ** power,
  ]),
  10 ** 7,
];

// Between them, a bound is at most a fiftieth above the one before: a duration is
// known to within 1 %.
const mostRatio = 1.02;
const boundsMs = Float64Array.from([
  exactBoundsMs[0],
  ...exactBoundsMs
    .slice(1)
    .flatMap((toMs, i) => boundsBetween(exactBoundsMs[i], toMs)),
]);

// Old enough to hold rare waits, young enough to show the cure.
const generationMs = 5 * 60_000;

/** What was counted until some time. */
interface Counted {
  readonly counts: Float64Array;
  timed: number;
}

/**
 * Durations since the process started, each with the number that it stands for,
 * and beside them what was counted five to ten minutes ago: some 30 kB.
 *
 * @internal
 */
export class ObservedDurations implements TotalDurations {
  readonly #all = nothing();
  #count = 0;
  #sumMs = 0;
  /** As of the turn before the last one, and as of the last one. */
  #turns: [Counted, Counted] = [nothing(), nothing()];
  #nextTurnAt = performance.now() + generationMs;

  /**
   * Times are those of `performance.now()`; `runs` is for how many of them it
   * stands.
   */
  record(startedAt: number, endedAt: number, runs: number): void {
    if (endedAt >= this.#nextTurnAt) {
      this.#turn(endedAt);
    }
    const ms = Math.max(endedAt - startedAt, 0);
    this.#all.counts[bucketOf(ms)] += runs;
    this.#all.timed += 1;
    this.#count += runs;
    this.#sumMs += ms * runs;
  }

  upTo(limitsMs: readonly number[]): DurationTotals {
    let bucket = 0;
    let below = 0;
    const counts = limitsMs.map(limitMs => {
      for (; bucket < boundsMs.length && boundsMs[bucket] <= limitMs; ) {
        below += this.#all.counts[bucket];
        bucket += 1;
      }
      return below;
    });
    return { counts, count: this.#count, sumMs: this.#sumMs };
  }

  /** Adds those of the last five to ten minutes. */
  addRecentTo(sum: Counted, now: number): void {
    if (now >= this.#nextTurnAt) {
      this.#turn(now);
    }
    const [before] = this.#turns;
    sum.timed += this.#all.timed - before.timed;
    for (let bucket = 0; bucket < boundsMs.length; bucket += 1) {
      sum.counts[bucket] += this.#all.counts[bucket] - before.counts[bucket];
    }
  }

  #turn(now: number): void {
    const [oldest, last] = this.#turns;
    this.#turns = [last, oldest];
    copy(this.#all, oldest);
    if (now >= this.#nextTurnAt + generationMs) {
      copy(this.#all, last);
    }
    this.#nextTurnAt = now + generationMs;
  }
}

/**
 * How long those of the last five to ten minutes took, of all of these together; all
 * 0 where there are none.
 *
 * @internal
 */
export function recentTimes(
  durations: readonly ObservedDurations[],
  now = performance.now(),
): Durations {
  const recent = nothing();
  durations.forEach(each => each.addRecentTo(recent, now));
  const [p50Ms, p95Ms, p99Ms] = percentilesMs(recent.counts, [50, 95, 99]);
  return { count: recent.timed, p50Ms, p95Ms, p99Ms };
}

function nothing(): Counted {
  return { counts: new Float64Array(boundsMs.length), timed: 0 };
}

function copy(from: Counted, to: Counted): void {
  to.counts.set(from.counts);
  to.timed = from.timed;
}

function boundsBetween(fromMs: number, toMs: number): number[] {
  const ratio = toMs / fromMs;
  const steps = Math.ceil(Math.log(ratio) / Math.log(mostRatio));
  return Array.from({ length: steps }, (_, i) =>
    i + 1 === steps ? toMs : fromMs * ratio ** ((i + 1) / steps),
  );
}

/** The first whose bound is not below; the last one where there is none. */
function bucketOf(ms: number): number {
  let low = 0;
  let high = boundsMs.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (boundsMs[middle] < ms) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Of percentiles in ascending order; 0 where nothing was counted. */
function percentilesMs(
  counts: Float64Array,
  percentiles: readonly number[],
): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let bucket = -1;
  let below = 0;
  return percentiles.map(percentile => {
    const rank = (all * percentile) / 100;
    while (below < rank) {
      bucket += 1;
      below += counts[bucket];
    }
    return bucket < 0 ? 0 : middleMs(bucket);
  });
}

function middleMs(bucket: number): number {
  return (boundsMs[Math.max(bucket - 1, 0)] + boundsMs[bucket]) / 2;
}
