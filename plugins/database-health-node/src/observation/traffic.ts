import { performance } from 'node:perf_hooks';
import type { Knex } from 'knex';
import { RecentDurations } from './durations';
import { outcomeOf } from './outcome';
import { quiet } from './quiet';
import type { Traffic } from './types';

// Streams and queries that Knex gave up have no end: their starts are dropped
// once as many others have started.
const maxInFlight = 1000;

interface KnexQuery {
  __knexQueryUid?: string;
}

/**
 * Counts what a plugin's own queries tell of its database.
 *
 * @internal
 */
export class ObservedTraffic implements Traffic {
  readonly #durations = new RecentDurations();
  readonly #startedAt = new Map<string, number>();
  #answeredAt: number | undefined;
  #connectionFailure: Traffic['lastConnectionFailure'];
  #queries = 0;
  #errors = 0;

  get lastAnswerAt(): number | undefined {
    return this.#answeredAt === undefined
      ? undefined
      : Math.round(Date.now() - (performance.now() - this.#answeredAt));
  }

  get lastConnectionFailure(): Traffic['lastConnectionFailure'] {
    return this.#connectionFailure;
  }

  get queries(): number {
    return this.#queries;
  }

  get errors(): number {
    return this.#errors;
  }

  percentileMicros(percentile: number): number {
    return this.#durations.percentileMicros(percentile);
  }

  /** Listens to a client; none of its clones need to be watched. */
  watch(client: Knex): void {
    client.on(
      'query',
      quiet((query: KnexQuery) => this.#started(query)),
    );
    client.on(
      'query-response',
      quiet((_response: unknown, query: KnexQuery) => this.#answered(query)),
    );
    client.on(
      'query-error',
      quiet((error: unknown, query: KnexQuery) => this.#failed(error, query)),
    );
  }

  /** No connection could be had, or one broke. */
  connectionFailed(error: unknown): void {
    this.#connectionFailure = { at: Date.now(), error };
  }

  #started({ __knexQueryUid: uid }: KnexQuery): void {
    if (uid === undefined) {
      return;
    }
    if (this.#startedAt.size >= maxInFlight) {
      const [oldest] = this.#startedAt.keys();
      this.#startedAt.delete(oldest);
    }
    this.#startedAt.set(uid, performance.now());
  }

  #answered({ __knexQueryUid: uid }: KnexQuery): void {
    const now = performance.now();
    this.#queries += 1;
    this.#answeredAt = now;
    const startedAt = uid === undefined ? undefined : this.#take(uid);
    if (startedAt !== undefined) {
      this.#durations.record(startedAt, now);
    }
  }

  #failed(error: unknown, { __knexQueryUid: uid }: KnexQuery): void {
    this.#queries += 1;
    this.#errors += 1;
    const startedAt = uid === undefined ? undefined : this.#take(uid);
    const outcome = outcomeOf(error);
    if (outcome === 'unconnected') {
      this.connectionFailed(error);
    }
    if (outcome === 'answered') {
      this.#answeredAt = performance.now();
      if (startedAt !== undefined) {
        this.#durations.record(startedAt, this.#answeredAt);
      }
    }
  }

  #take(uid: string): number | undefined {
    const startedAt = this.#startedAt.get(uid);
    this.#startedAt.delete(uid);
    return startedAt;
  }
}
