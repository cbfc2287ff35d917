import { createHistogram, performance } from 'node:perf_hooks';
import type { Durations } from '../pure/facts';

// Two hours, more than any timeout that is set on purpose, and two digits:
// some 27 kB a histogram.
const highestMicros = 7_200_000_000;
const options = { lowest: 1, highest: highestMicros, figures: 2 };

// Old enough to hold rare waits, young enough to show the cure.
const generationMs = 5 * 60_000;

/**
 * Durations of the last five to ten minutes in fixed memory.
 *
 * @internal
 */
export class RecentDurations {
  #current = createHistogram(options);
  #previous = createHistogram(options);
  #nextGenerationAt = performance.now() + generationMs;

  /** Times are those of `performance.now()`. */
  record(startedAt: number, endedAt: number): void {
    if (endedAt >= this.#nextGenerationAt) {
      this.#turn(endedAt);
    }
    const micros = Math.round((endedAt - startedAt) * 1000);
    this.#current.record(Math.min(Math.max(micros, 1), highestMicros));
  }

  /** All 0 where there are none. */
  times(now = performance.now()): Durations {
    if (now >= this.#nextGenerationAt) {
      this.#turn(now);
    }
    const both = createHistogram(options);
    both.add(this.#previous);
    both.add(this.#current);
    const { count } = both;
    const ms = (percentile: number) =>
      count === 0 ? 0 : both.percentile(percentile) / 1000;
    return { count, p50Ms: ms(50), p95Ms: ms(95), p99Ms: ms(99) };
  }

  #turn(now: number): void {
    const oldest = this.#previous;
    oldest.reset();
    this.#previous = this.#current;
    this.#current = oldest;
    if (now >= this.#nextGenerationAt + generationMs) {
      this.#previous.reset();
    }
    this.#nextGenerationAt = now + generationMs;
  }
}
