import { performance } from 'node:perf_hooks';
import { errorText } from '../error-chain';
import { RecentDurations } from './durations';
import { quiet } from './quiet';
import { Sampling } from './sampling';
import type { TarnPool } from './tarn-pool';
import type { PoolWaits } from './types';

// Requests that are timed at once; what waits beside them is not.
const maxTimed = 200;

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
    /** Of requests that are timed the start, of ours nothing. */
    const open = new Map<number, number | undefined>();
    const sampling = new Sampling();

    const begin = (id: number, at: number | undefined) => {
      // Most requests are of no interest, and then nor is their end.
      if (open.size === 0) {
        pool.on('acquireSuccess', succeeded);
      }
      open.set(id, at);
    };
    const end = (id: number) => {
      const at = open.get(id);
      if (open.delete(id) && open.size === 0) {
        pool.removeListener('acquireSuccess', succeeded);
      }
      if (at !== undefined) {
        this.#durations.record(at, performance.now());
      }
    };
    const succeeded = quiet(end);
    const requested = (id: number) => {
      if (this.#ours) {
        begin(id, undefined);
      } else if (sampling.due() && open.size < maxTimed) {
        const now = performance.now();
        sampling.taken(now);
        begin(id, now);
      }
    };
    const failed = (id: number, error: unknown) => {
      const ours = open.has(id) && open.get(id) === undefined;
      end(id);
      // Nobody waits for an aborted request any more.
      if (!ours && errorText(error, 'message') !== 'aborted') {
        this.#timeouts += isTimeout(error) ? 1 : 0;
        this.#onFailure(error);
      }
    };
    pool.on('acquireRequest', quiet(requested));
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
