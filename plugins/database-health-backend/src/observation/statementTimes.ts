// Eight to a doubling: a duration is known to within 5 %.
const perDoubling = 8;
// From 8 µs to more than two hours.
const lowestDoubling = 3;
const doublings = 30;
// Far from what a count can hold.
const mostCounted = 2 ** 31;

/**
 * Durations of one statement in 1 kB, each with the number of runs that it
 * stands for.
 *
 * @internal
 */
export class StatementTimes {
  readonly #counts = new Uint32Array(doublings * perDoubling);
  #counted = 0;
  #runs = 0;
  #totalMs = 0;
  #maxMs = 0;

  /** Runs since the first. */
  get runs(): number {
    return this.#runs;
  }

  get totalMs(): number {
    return this.#totalMs;
  }

  get maxMs(): number {
    return this.#maxMs;
  }

  record(ms: number, runs: number): void {
    this.#runs += runs;
    this.#totalMs += ms * runs;
    this.#maxMs = Math.max(this.#maxMs, ms);
    if (this.#counted + runs > mostCounted) {
      this.#halve();
    }
    this.#counted += runs;
    this.#counts[bucketOf(ms)] += runs;
  }

  /** In milliseconds, 0 where there are none. */
  percentileMs(percentile: number): number {
    const rank = (this.#counted * percentile) / 100;
    let below = 0;
    for (let bucket = 0; bucket < this.#counts.length; bucket += 1) {
      below += this.#counts[bucket];
      if (below > 0 && below >= rank) {
        return Math.min(middleMs(bucket), this.#maxMs);
      }
    }
    return 0;
  }

  #halve(): void {
    this.#counted = 0;
    for (let bucket = 0; bucket < this.#counts.length; bucket += 1) {
      this.#counts[bucket] = Math.floor(this.#counts[bucket] / 2);
      this.#counted += this.#counts[bucket];
    }
  }
}

function bucketOf(ms: number): number {
  const position =
    (Math.log2(Math.max(ms, 0) * 1000) - lowestDoubling) * perDoubling;
  return Math.min(
    Math.max(Math.floor(position), 0),
    doublings * perDoubling - 1,
  );
}

function middleMs(bucket: number): number {
  return 2 ** (lowestDoubling + (bucket + 0.5) / perDoubling) / 1000;
}
