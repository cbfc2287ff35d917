import { performance } from 'node:perf_hooks';
import { errorText } from '../failures/errorChain';
import type { Durations } from '../pure/facts';
import { ObservedDurations, recentTimes } from './durations';
import { quiet } from './quiet';
import { Sampling } from './sampling';
import type { PendingAcquire, TarnPool } from './tarnPool';
import type { PoolWaits, TotalDurations } from './types';
import { isPoolTimeout, whyNotOpened } from './unanswered';

/**
 * From when on nobody answers who opens a connection: just below the deadline of a
 * look, which opens one itself (ours).
 */
const unansweredAfterMs = 4_000;

// Requests that are timed at once; what waits beside them is not.
const maxTimed = 200;

/** A request that is being timed, and for how many it stands. */
interface Start {
  readonly at: number;
  readonly runs: number;
}

/**
 * Counts how long a plugin waits for connections of its pool.
 *
 * @internal
 */
export class ObservedPoolWaits implements PoolWaits {
  readonly #durations = new ObservedDurations();
  readonly #onFailure: (error: unknown) => void;
  /** The starts of the waits that are being timed, oldest first. */
  #pending: readonly {
    readonly pool: TarnPool;
    readonly starts: ReadonlySet<Start>;
  }[] = [];
  /** When a request that is not timed was first seen to wait. */
  readonly #seenAt = new WeakMap<PendingAcquire, number>();
  #ours = false;
  #timeouts = 0;
  #createFailures = 0;
  #createFailingSince: number | undefined;
  #lastCreateFailureAt: number | undefined;
  #createFailure: unknown;
  /** The first attempt to open one that nobody has answered; epoch milliseconds. */
  #unansweredSince: number | undefined;

  /** `onFailure` is called with why the plugin did not get a connection. */
  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  get timeouts(): number {
    return this.#timeouts;
  }

  get createFailures(): number {
    return this.#createFailures;
  }

  get createFailingSince(): number | undefined {
    return this.#createFailingSince;
  }

  get lastCreateFailureAt(): number | undefined {
    return this.#lastCreateFailureAt;
  }

  get createFailure(): unknown {
    return this.#createFailure;
  }

  get unansweredSince(): number | undefined {
    const since = this.#unansweredSince;
    return since !== undefined && Date.now() - since >= unansweredAfterMs
      ? since
      : undefined;
  }

  /** What a pool calls a lack of places may be that nobody answers. */
  explained(error: unknown): unknown {
    return this.unansweredSince !== undefined && isPoolTimeout(error)
      ? whyNotOpened(error)
      : error;
  }

  times(): Durations {
    return recentTimes([this.#durations]);
  }

  get total(): TotalDurations {
    return this.#durations;
  }

  /**
   * Of a rush not each request is timed: one that was not, and waits at the head
   * of the queue, has waited at least since it was first seen there.
   */
  get oldestMs(): number {
    const now = performance.now();
    const starts = this.#pending.flatMap(({ pool, starts: timedOnes }) => {
      const [timed] = timedOnes;
      const [head] = pool.pendingAcquires;
      return [timed?.at ?? [], head ? this.#seen(head, now) : []].flat();
    });
    return starts.length === 0 ? 0 : now - Math.min(...starts);
  }

  #seen(head: PendingAcquire, now: number): number {
    const at = this.#seenAt.get(head) ?? now;
    this.#seenAt.set(head, at);
    return at;
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
    if (this.#pending.some(each => each.pool === pool)) {
      return;
    }
    this.#pending = this.#pending.filter(each => !each.pool.destroyed);
    this.#watchAcquires(pool);
    this.#watchCreates(pool);
  }

  /**
   * The pool's own events of requests come with each query, and to be told of them
   * could be felt. So requests are looked at where they are made, and events tell of
   * those that fail.
   */
  #watchAcquires(pool: TarnPool): void {
    const starts = new Set<Start>();
    this.#pending = [...this.#pending, { pool, starts }];
    const own = new Set<number>();
    const sampling = new Sampling();
    const acquire = pool.acquire.bind(pool);

    const time = (pending: PendingAcquire) => {
      const at = performance.now();
      const start = { at, runs: sampling.taken(at) };
      starts.add(start);
      const ended = quiet<unknown>(() => {
        starts.delete(start);
        this.#durations.record(at, performance.now(), start.runs);
      });
      pending.promise.then(ended, ended);
    };
    const acquireOwn = () => {
      let request: number | undefined;
      const requested = (id: number) => {
        request = id;
        own.add(id);
      };
      pool.on('acquireRequest', requested);
      try {
        const pending = acquire();
        const ended = () => own.delete(request!);
        pending.promise.then(ended, ended);
        return pending;
      } finally {
        pool.removeListener('acquireRequest', requested);
      }
    };
    pool.acquire = () => {
      if (this.#ours) {
        return acquireOwn();
      }
      const pending = acquire();
      try {
        if (sampling.due() && starts.size < maxTimed) {
          time(pending);
        }
      } catch {
        // A reading that is lost is better than a request that fails.
      }
      return pending;
    };
    const failed = (id: number, error: unknown) => {
      // Nobody waits for an aborted request any more.
      if (!own.has(id) && errorText(error, 'message') !== 'aborted') {
        const cause = this.explained(error);
        this.#timeouts += isPoolTimeout(cause) ? 1 : 0;
        this.#onFailure(cause);
      }
    };
    pool.on('acquireFail', quiet(failed));
  }

  #watchCreates(pool: TarnPool): void {
    const creating = new Set<number>();
    const requested = (id: number) => {
      this.#unansweredSince ??= Date.now();
      if (!this.#ours) {
        creating.add(id);
      }
    };
    const failed = (id: number, cause: unknown) => {
      const error = whyNotOpened(cause);
      if (error === cause) {
        this.#unansweredSince = undefined;
      }
      if (creating.delete(id)) {
        this.#createFailures += 1;
        this.#lastCreateFailureAt = Date.now();
        this.#createFailingSince ??= this.#lastCreateFailureAt;
        this.#createFailure = error;
        this.#onFailure(error);
      }
    };
    pool.on('createRequest', quiet(requested));
    pool.on(
      'createSuccess',
      quiet((id: number) => {
        creating.delete(id);
        this.#unansweredSince = undefined;
        this.#createFailingSince = undefined;
        this.#lastCreateFailureAt = undefined;
        this.#createFailure = undefined;
      }),
    );
    pool.on('createFail', quiet(failed));
  }
}
