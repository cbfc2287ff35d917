/** Reasons and statements that are remembered of a plugin's failures. */
export const mostFailures = 20;

/**
 * Values by key, the newest `most` of them: what is noted is the newest.
 *
 * @internal
 */
export class Newest<V> {
  readonly #values = new Map<string, V>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  note(key: string, value: V): void {
    this.#values.delete(key);
    if (this.#values.size >= this.#most) {
      const [oldest] = this.#values.keys();
      this.#values.delete(oldest);
    }
    this.#values.set(key, value);
  }

  forget(key: string): void {
    this.#values.delete(key);
  }

  /** The newest first. */
  all(): V[] {
    return [...this.#values.values()].reverse();
  }
}
