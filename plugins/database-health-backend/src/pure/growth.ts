import { dayMs } from '../timeSpans';
import type { SizeSample } from './facts';

/**
 * Where a size is going.
 *
 * @public
 */
export interface Trend {
  /** Negative where it shrinks. */
  bytesPerDay: number;
  /** With nine chances in ten not less. */
  lowestBytesPerDay: number;
  /** With nine chances in ten not more. */
  highestBytesPerDay: number;
  /** Daily samples that it rests on. */
  samples: number;
}

/**
 * Fewer daily samples than this have no trend (ours).
 *
 * @public
 */
export const leastSamples = 7;

/** Older samples say little of where a size is going now (ours). */
const trendDays = 30;

/** 90 % of a normal distribution lie below this many deviations. */
const ninetyPercent = 1.2816;

/** From a median absolute deviation to a standard deviation. */
const normalScale = 1.4826;

/** Deviations from the median day from which a day is a step (ours). */
const stepDeviations = 6;

/** The share of days that may be steps; what happens more often is growth. */
const mostSteps = 0.1;

/** Ten years: what is further off is not foreseen. */
const mostDays = 3_650;

/** Asked for with every pulse and answer, but another one with surveys only. */
const trends = new WeakMap<readonly SizeSample[], Trend | undefined>();

/**
 * The robust trend of the last 30 days: the median of the slopes between all
 * pairs of days (Theil 1950), with Sen's interval for it (1968), after
 * one-time steps, as of a first ingestion or a `VACUUM FULL`, are taken out.
 * `undefined` with fewer than {@link leastSamples} daily samples.
 *
 * @public
 */
export function trendOf(days: readonly SizeSample[]): Trend | undefined {
  if (!trends.has(days)) {
    trends.set(days, reckonTrend(days));
  }
  return trends.get(days);
}

function reckonTrend(days: readonly SizeSample[]): Trend | undefined {
  const last = days[days.length - 1];
  const recent = days.filter(({ at }) => last.at - at <= trendDays * dayMs);
  if (recent.length < leastSamples) {
    return undefined;
  }
  const slopes = pairwiseSlopes(withoutSteps(recent)).sort((a, b) => a - b);
  // Sen's interval: the variance of Kendall's S is n(n−1)(2n+5)/18.
  const n = recent.length;
  const spread = ninetyPercent * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const middle = slopes.length / 2;
  const at = (rank: number) =>
    slopes[Math.min(slopes.length - 1, Math.max(0, rank))];
  return {
    bytesPerDay: median(slopes),
    lowestBytesPerDay: at(Math.floor(middle - spread / 2)),
    highestBytesPerDay: at(Math.ceil(middle + spread / 2)),
    samples: n,
  };
}

/**
 * How much a size has changed since a number of days ago, against the newest
 * sample that is so old. `undefined` where none is.
 *
 * @public
 */
export function changeOver(
  days: readonly SizeSample[],
  overDays: number,
): { bytes: number; fromBytes: number; days: number } | undefined {
  const last = days[days.length - 1];
  const first = days.filter(({ at }) => last.at - at >= overDays * dayMs).pop();
  return (
    first && {
      bytes: last.bytes - first.bytes,
      fromBytes: first.bytes,
      days: (last.at - first.at) / dayMs,
    }
  );
}

/** The same growth, but each step gives way to the growth of a median day. */
function withoutSteps(days: readonly SizeSample[]): SizeSample[] {
  const rates = days
    .slice(1)
    .map(
      ({ at, bytes }, i) =>
        ((bytes - days[i].bytes) / (at - days[i].at)) * dayMs,
    );
  const usual = median(rates);
  const distances = rates.map(rate => Math.abs(rate - usual));
  const least = Math.max(
    stepDeviations * normalScale * median(distances),
    Math.abs(usual) / 2,
  );
  const steps = distances.filter(distance => distance > least);
  const areOneTime = steps.length <= Math.max(1, rates.length * mostSteps);
  let bytes = days[0].bytes;
  return days.map(({ at }, i) => {
    if (i > 0) {
      const isStep = areOneTime && distances[i - 1] > least;
      const rate = isStep ? usual : rates[i - 1];
      bytes += (rate * (at - days[i - 1].at)) / dayMs;
    }
    return { at, bytes };
  });
}

function pairwiseSlopes(days: readonly SizeSample[]): number[] {
  return days.flatMap((later, j) =>
    days
      .slice(0, j)
      .map(
        earlier =>
          ((later.bytes - earlier.bytes) / (later.at - earlier.at)) * dayMs,
      ),
  );
}

/**
 * Of an even number of values the mean of the two in the middle; `NaN` of none.
 *
 * @public
 */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * In how many days a size reaches a limit. `null` where it does not within ten
 * years; 0 where it has reached it.
 *
 * @public
 */
export function daysUntil(
  limitBytes: number,
  bytes: number,
  bytesPerDay: number,
): number | null {
  if (bytes >= limitBytes) {
    return 0;
  }
  const days = (limitBytes - bytes) / bytesPerDay;
  return bytesPerDay > 0 && days <= mostDays ? days : null;
}
