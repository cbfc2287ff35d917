import { performance } from 'node:perf_hooks';
import type { Knex } from 'knex';
import type { Failure } from 'backstage-plugin-database-health-node';
import { dialectOf } from '../engines/dialects';
import type {
  Durations,
  FailingStatement,
  QueryFailure,
  Statement,
} from '../pure/facts';
import { describeFailure } from '../failures/failure';
import type { SqlSyntax } from '../pure/sqlSyntax';
import { ObservedDurations, recentTimes } from './durations';
import { mostFailures, Newest } from './newest';
import { isDuplicate, outcomeOf } from './outcome';
import { quiet } from './quiet';
import { Sampling } from './sampling';
import { ObservedStatements } from './statements';
import type { Traffic } from './types';

// Queries that are timed at once. Streams and what Knex has given up have no
// end: their starts are dropped once as many others have started.
const maxTimed = 200;

interface KnexQuery {
  /** Absent where Knex itself asks, as for `BEGIN`. */
  __knexQueryUid?: string;
  sql?: string;
}

type Outcome = 'succeeded' | 'duplicate' | 'failed';

/** A query that is being timed, and for how many it stands. */
interface Start {
  readonly at: number;
  readonly runs: number;
}

/**
 * Counts what a plugin's own queries show of its database.
 *
 * @internal
 */
export class ObservedTraffic implements Traffic {
  readonly succeeded = new ObservedDurations();
  readonly failed = new ObservedDurations();
  readonly #statements = new ObservedStatements();
  readonly #failures = new Newest<QueryFailure>(mostFailures);
  readonly #explained: (error: unknown) => unknown;
  #answeredAt: number | undefined;
  /** Something was answered since it was last asked when. */
  #answered = false;
  /** When that was, and before which nothing had been answered; epoch milliseconds. */
  #askedAt = Date.now();
  /** When the last of those was answered that were timed, by `performance.now()`. */
  #timedAt = -Infinity;
  #connectionFailure: Traffic['lastConnectionFailure'];
  #queries = 0;
  #errors = 0;
  #duplicates = 0;

  /** `explained` knows better what some errors mean. */
  constructor(explained: (error: unknown) => unknown = error => error) {
    this.#explained = explained;
  }

  /**
   * To ask for the time with each answer could be felt: of those that are not timed
   * it is known only since when they came. An answer must never be taken for one that
   * came later, after whatever has stopped the server since.
   */
  get lastAnswerAt(): number | undefined {
    const now = Date.now();
    if (this.#answered) {
      this.#answered = false;
      const timedAt = now - (performance.now() - this.#timedAt);
      // One that lies ahead is of before the clock was put back.
      this.#answeredAt = Math.min(now, Math.max(timedAt, this.#askedAt));
    }
    this.#askedAt = now;
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

  get duplicates(): number {
    return this.#duplicates;
  }

  times(): Durations {
    return recentTimes([this.succeeded, this.failed]);
  }

  failures(): QueryFailure[] {
    return this.#failures.all();
  }

  failingStatements(): FailingStatement[] {
    return this.#statements.failing();
  }

  slowestStatements(most: number): Statement[] {
    return this.#statements.slowest(most);
  }

  /** Listens to a client; its clones hand their queries on to it. */
  watch(client: Knex): void {
    const startedAt = new Map<string, Start>();
    const sampling = new Sampling();
    const sampledFailures = new Sampling();
    const syntax = dialectOf(client)?.syntax;

    const begin = (uid: string) => {
      if (startedAt.size >= maxTimed) {
        const [oldest] = startedAt.keys();
        startedAt.delete(oldest);
      }
      const at = performance.now();
      startedAt.set(uid, { at, runs: sampling.taken(at) });
    };
    const timed = quiet((query: KnexQuery, outcome: Outcome) => {
      const { __knexQueryUid: uid = '', sql } = query;
      const start = startedAt.get(uid);
      if (start !== undefined) {
        startedAt.delete(uid);
        const endAt = performance.now();
        this.#timedAt = endAt;
        const durations = outcome === 'failed' ? this.failed : this.succeeded;
        durations.record(start.at, endAt, start.runs);
        if (syntax && sql !== undefined) {
          this.#statements.answered(
            sql,
            syntax,
            endAt - start.at,
            start.runs,
            outcome === 'succeeded',
          );
        }
      }
    });
    // The next two run with each query: `quiet` around them could be felt.
    const started = (query: KnexQuery) => {
      try {
        if (query.__knexQueryUid !== undefined && sampling.due()) {
          begin(query.__knexQueryUid);
        }
      } catch {
        // A reading that is lost is better than a query that fails.
      }
    };
    const answered = (_response: unknown, query: KnexQuery) => {
      this.#queries += 1;
      this.#answered = true;
      // Mostly none is being timed, and to look for one has its cost too.
      if (startedAt.size > 0) {
        timed(query, 'succeeded');
      }
      if (this.#statements.anyFails && query.sql !== undefined) {
        this.#statements.succeeded(query.sql);
      }
    };
    const failed = (raised: unknown, query: KnexQuery) => {
      const error = this.#explained(raised);
      this.#queries += 1;
      const failure = describeFailure(error);
      const outcome = outcomeOf(error, failure.kind);
      const duplicate = outcome !== 'unconnected' && isDuplicate(error);
      if (outcome === 'answered') {
        this.#answered = true;
        timed(query, duplicate ? 'duplicate' : 'failed');
      }
      if (duplicate) {
        this.#duplicates += 1;
        return;
      }
      this.#errors += 1;
      this.#failures.note(failure.sentence, {
        ...failure,
        count: (this.#failures.get(failure.sentence)?.count ?? 0) + 1,
        lastAt: Date.now(),
      });
      if (outcome === 'unconnected') {
        this.connectionFailed(error);
      } else if (sampledFailures.due()) {
        const runs = sampledFailures.taken(performance.now());
        this.#statementFailed(query, syntax, runs, failure);
      }
    };
    client.on('query', started);
    client.on('query-response', answered);
    client.on('query-error', quiet(failed));
  }

  #statementFailed(
    { sql }: KnexQuery,
    syntax: SqlSyntax | undefined,
    runs: number,
    failure: Failure,
  ): void {
    if (syntax && sql !== undefined) {
      this.#statements.failed(sql, syntax, runs, failure);
    }
  }

  /** No connection could be had, or one broke. */
  connectionFailed(error: unknown): void {
    // What was answered before it is not to be taken for a later answer.
    const answeredAt = this.lastAnswerAt ?? 0;
    this.#connectionFailure = { at: Math.max(Date.now(), answeredAt), error };
  }
}
