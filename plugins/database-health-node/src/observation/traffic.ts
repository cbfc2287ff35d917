import { performance } from 'node:perf_hooks';
import type { Knex } from 'knex';
import { RecentDurations } from './durations';
import { outcomeOf } from './outcome';
import { quiet } from './quiet';
import { Sampling } from './sampling';
import type { Traffic } from './types';

// Queries that are timed at once. Streams and what Knex has given up have no
// end: their starts are dropped once as many others have started.
const maxTimed = 200;

interface KnexQuery {
  /** Absent where Knex itself asks, as for `BEGIN`. */
  __knexQueryUid?: string;
}

/**
 * Counts what a plugin's own queries tell of its database.
 *
 * @internal
 */
export class ObservedTraffic implements Traffic {
  readonly #durations = new RecentDurations();
  #answeredAt: number | undefined;
  #connectionFailure: Traffic['lastConnectionFailure'];
  #queries = 0;
  #errors = 0;

  get lastAnswerAt(): number | undefined {
    return this.#answeredAt;
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

  /** Listens to a client; its clones tell their queries to it. */
  watch(client: Knex): void {
    const startedAt = new Map<string, number>();
    const sampling = new Sampling();

    const started = (query: KnexQuery) => {
      if (query.__knexQueryUid === undefined || !sampling.due()) {
        return;
      }
      if (startedAt.size >= maxTimed) {
        const [oldest] = startedAt.keys();
        startedAt.delete(oldest);
      }
      const now = performance.now();
      sampling.taken(now);
      startedAt.set(query.__knexQueryUid, now);
    };
    const timed = ({ __knexQueryUid: uid = '' }: KnexQuery) => {
      const at = startedAt.get(uid);
      if (at !== undefined) {
        startedAt.delete(uid);
        this.#durations.record(at, performance.now());
      }
    };
    const answered = (_response: unknown, query: KnexQuery) => {
      this.#queries += 1;
      this.#answeredAt = Date.now();
      // Mostly none is being timed, and to look for one has its cost too.
      if (startedAt.size > 0) {
        timed(query);
      }
    };
    const failed = (error: unknown, query: KnexQuery) => {
      this.#queries += 1;
      this.#errors += 1;
      const outcome = outcomeOf(error);
      if (outcome === 'answered') {
        this.#answeredAt = Date.now();
        timed(query);
      }
      if (outcome === 'unconnected') {
        this.connectionFailed(error);
      }
    };
    client.on('query', quiet(started));
    client.on('query-response', quiet(answered));
    client.on('query-error', quiet(failed));
  }

  /** No connection could be had, or one broke. */
  connectionFailed(error: unknown): void {
    this.#connectionFailure = { at: Date.now(), error };
  }
}
