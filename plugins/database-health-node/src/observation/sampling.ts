// Events that are closer together come faster than a reader needs them all.
const busyMs = 5;
// In a rush one event in this many is timed, on average; after it at most twice
// as many calm ones are missed.
const maxStride = 256;
// Few steps to get there, since each of them is timed.
const growth = 4;

/**
 * Chooses which of many events to time: each while they come slowly, one in
 * some hundreds while they rush, so that timing costs nothing where it would be
 * felt. Chooses at random, since what rushes often goes round.
 *
 * @internal
 */
export class Sampling {
  #stride = 1;
  #left = 0;
  #span = 1;
  #takenAt = -Infinity;

  /** Whether to time the event that begins now. */
  due(): boolean {
    this.#left -= 1;
    return this.#left < 0;
  }

  /**
   * Is to be told of every event that is timed, as of `performance.now()`.
   * Returns for how many events it stands, itself included.
   */
  taken(at: number): number {
    const span = this.#span;
    // By the mean of all events since the last one, so that a rush with pauses
    // stays a rush.
    const busy = at - this.#takenAt < busyMs * this.#stride;
    this.#takenAt = at;
    this.#stride = busy ? Math.min(this.#stride * growth, maxStride) : 1;
    this.#left =
      this.#stride === 1 ? 0 : Math.floor(Math.random() * 2 * this.#stride);
    this.#span = this.#left + 1;
    return span;
  }
}
