import { performance } from 'node:perf_hooks';
import { errorText } from '../error-chain';
import { RecentDurations } from './durations';
import { quiet } from './quiet';
import type { TarnPool } from './tarn-pool';
import type { PoolWaits } from './types';

// Requests that wait at the same time; what waits beyond them is not timed.
const maxWaiting = 10_000;

/**
 * Counts how long a plugin waits for connections of its pool.
 *
 * @internal
 */
export class ObservedPoolWaits implements PoolWaits {
  readonly #durations = new RecentDurations();
  readonly #onFailure: (error: unknown) => void;
  #ours = false;
  #timeouts = 0;
  #createFailures = 0;

  /** `onFailure` is told why the plugin did not get a connection. */
  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  get timeouts(): number {
    return this.#timeouts;
  }

  get createFailures(): number {
    return this.#createFailures;
  }

  percentileMicros(percentile: number): number {
    return this.#durations.percentileMicros(percentile);
  }

  /** Runs `request` so that what it asks of a pool is not counted. */
  uncounted<T>(request: () => T): T {
    this.#ours = true;
    try {
      return request();
    } finally {
      this.#ours = false;
    }
  }

  watch(pool: TarnPool): void {
    this.#watchAcquires(pool);
    this.#watchCreates(pool);
  }

  #watchAcquires(pool: TarnPool): void {
    const requestedAt = new Map<number, number>();
    const end = (id: number) => {
      const startedAt = requestedAt.get(id);
      if (startedAt === undefined) {
        return false;
      }
      requestedAt.delete(id);
      this.#durations.record(startedAt, performance.now());
      return true;
    };

    const requested = (id: number) => {
      if (!this.#ours && requestedAt.size < maxWaiting) {
        requestedAt.set(id, performance.now());
      }
    };
    const failed = (id: number, error: unknown) => {
      // Nobody waits for an aborted request any more.
      if (!end(id) || errorText(error, 'message') === 'aborted') {
        return;
      }
      if (isTimeout(error)) {
        this.#timeouts += 1;
      }
      this.#onFailure(error);
    };
    pool.on('acquireRequest', quiet(requested));
    pool.on('acquireSuccess', quiet(end));
    pool.on('acquireFail', quiet(failed));
  }

  #watchCreates(pool: TarnPool): void {
    const creating = new Set<number>();
    const requested = (id: number) => {
      if (!this.#ours) {
        creating.add(id);
      }
    };
    const failed = (id: number, error: unknown) => {
      if (creating.delete(id)) {
        this.#createFailures += 1;
        this.#onFailure(error);
      }
    };
    pool.on('createRequest', quiet(requested));
    pool.on(
      'createSuccess',
      quiet((id: number) => creating.delete(id)),
    );
    pool.on('createFail', quiet(failed));
  }
}

// The pool's error class has a name, its errors have not.
function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === 'TimeoutError';
}
