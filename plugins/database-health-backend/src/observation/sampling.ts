// In a rush one event is timed in each such time, on average, which takes some
// microseconds of it.
const everyMs = 100;
// What comes no faster on average is no rush.
const calmMs = 50;
// After a rush at most twice as many calm events are missed.
const maxStride = 1024;
// A burst is no rush: after it, few are missed.
const growth = 1.1;

/**
 * Chooses which of many events to time: each while they come slowly, some
 * ten a second while they rush, so that timing costs nothing where it would
 * be felt. Chooses at random, since what rushes often goes round.
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
   * To be called for every event that is timed, with its `performance.now()`.
   * Returns for how many events it stands, itself included.
   */
  taken(at: number): number {
    // With those that were due and not timed.
    const span = this.#span - this.#left - 1;
    // By the mean of all events since the last one, so that a rush with pauses
    // stays a rush.
    const passedMs = at - this.#takenAt;
    const wanted =
      passedMs >= span * calmMs ? 1 : Math.floor((span * everyMs) / passedMs);
    this.#takenAt = at;
    this.#stride = Math.max(
      1,
      Math.min(wanted, Math.ceil(this.#stride * growth), maxStride),
    );
    this.#left =
      this.#stride === 1 ? 0 : Math.floor(Math.random() * 2 * this.#stride);
    this.#span = this.#left + 1;
    return span;
  }
}
