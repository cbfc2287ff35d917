import type { Failure } from './pulse';
import type { ReplicaTime, ServerTime } from './times';

/**
 * How long things took, in milliseconds.
 *
 * @public
 */
export interface Durations {
  /** Those that were timed: in a rush not each of them is. */
  count: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

/**
 * What a plugin ran on its database in this process, since it started.
 *
 * @public
 */
export interface Queries {
  count: number;
  /** Those that failed, but for `Queries.duplicates`. */
  errors: number;
  /**
   * Those that failed since there is a row with the same key: code that tries
   * and sees lives with them.
   */
  duplicates: number;
  /** How long they took in the last 5 to 10 minutes. */
  times: Durations;
  /**
   * Those that have had no answer for half a minute, with what their end of the
   * connection takes for the number of its session; absent for none.
   */
  unanswered?: readonly { pid?: number; since: ReplicaTime }[];
  /** Past readings, oldest first, at most `pulseHistoryLength`. */
  history: readonly QuerySample[];
  /** At most `mostSlowStatements`, in which most time was spent. */
  statements: readonly Statement[];
  /** Why queries failed, but for duplicates: the newest 20 reasons. */
  failures: readonly QueryFailure[];
  /** Statements that fail each time: the 20 that failed last. */
  failing: readonly FailingStatement[];
}

/**
 * Why queries failed, since this process started.
 *
 * @public
 */
export interface QueryFailure extends Failure {
  count: number;
  lastAt: ReplicaTime;
}

/**
 * A statement of which no run is known to have succeeded since it began to fail.
 *
 * @public
 */
export interface FailingStatement {
  /** As `Statement.text`. */
  text: string;
  /** Failures in a row. */
  failures: number;
  since: ReplicaTime;
  lastAt: ReplicaTime;
  /** Why the last one failed. */
  failure: Failure;
}

/**
 * The counters of `Queries` at one pulse.
 *
 * @public
 */
export interface QuerySample {
  /** Epoch milliseconds. */
  at: ReplicaTime;
  count: number;
  errors: number;
}

/**
 * A statement without its values, and what it cost since `since`. Its errors
 * are counted as those of `Queries`.
 *
 * @public
 */
export interface Statement {
  /** `?` stands for every value; what follows `…` was cut off. */
  text: string;
  /** How often it ran. */
  count: number;
  errors: number;
  /** It came in a rush, of which a part was looked at. */
  estimated: boolean;
  totalMs: number;
  meanMs: number;
  /** Of those that were timed. */
  maxMs: number;
  /** To within 5 %. */
  p95Ms: number;
  /** Since when it is counted, epoch milliseconds. */
  since: ReplicaTime;
  /** When it last was looked at, epoch milliseconds. */
  lastAt: ReplicaTime;
}

/**
 * Statements that a reading holds.
 *
 * @public
 */
export const mostSlowStatements = 50;

/**
 * What the server measured in the database of a plugin, whoever ran it.
 *
 * @public
 */
export interface ServerStatementsFact {
  /** What of them is not measured, and what would help: sentences. */
  unmeasured?: string;
  /** Since when it counts, epoch milliseconds; absent where it does not say. */
  since?: ServerTime;
  /** At most `mostServerStatements`, in which most time was spent. */
  statements: readonly ServerStatement[];
}

/**
 * Statements of a server that a reading holds: as many as the plugin's own, and
 * as many again for those of others.
 *
 * @public
 */
export const mostServerStatements = 100;

/**
 * What the server measured of one statement, whoever ran it. Blocks are those of
 * the shared buffers: found there, and read into them; absent where it does not count
 * them by statement.
 *
 * @public
 */
export interface ServerStatement {
  /** As `Statement.text`. */
  text: string;
  count: number;
  totalMs: number;
  maxMs: number;
  rows: number;
  blocksHit?: number;
  blocksRead?: number;
}

/**
 * What the surveys of the last week found as 95th percentile of the plugin's
 * own queries, each in the process that took the survey.
 *
 * @public
 */
export interface QueryHistory {
  /** The oldest number that is known, epoch milliseconds; absent for none. */
  since?: ReplicaTime;
  /**
   * Milliseconds, the median of each of the seven days (UTC) before today,
   * oldest first. Days on which too few queries were timed are left out.
   */
  p95MsByDay: readonly number[];
}
