import type { Failure } from './pulse';
import type { Durations } from './queries';
import type { ReplicaTime } from './times';

/**
 * How full a pool is.
 *
 * @public
 */
export interface PoolCounters {
  used: number;
  free: number;
  /** Acquires that wait for a connection. */
  pending: number;
  /** Connections that are being opened. */
  creating: number;
  min: number;
  max: number;
}

/**
 * The pool of one plugin in one process, as the last pulse found it.
 *
 * @public
 */
export interface Pool extends PoolCounters {
  /**
   * From the request of a connection to its receipt, of what the plugin waited
   * for in the last 5 to 10 minutes.
   */
  waits: Durations;
  /** How long the first of those that wait now has waited, ms; 0 for none. */
  oldestWaitMs: number;
  /** Requests that ended without a connection, since this process started. */
  timeouts: number;
  /** Connections that could not be opened, since this process started. */
  createFailures: number;
  /**
   * The first of those that failed since one could be opened, epoch
   * milliseconds.
   */
  createFailingSince?: ReplicaTime;
  /** The newest of those, epoch milliseconds. */
  lastCreateFailureAt?: ReplicaTime;
  /** Why it failed. */
  createFailure?: Failure;
  /**
   * Since when connections are being opened and nobody answers, epoch milliseconds;
   * absent while somebody does.
   */
  unansweredSince?: ReplicaTime;
  /** Past readings, oldest first, at most `pulseHistoryLength`. */
  history: readonly PoolSample[];
}

/**
 * How full a pool was at one pulse.
 *
 * @public
 */
export interface PoolSample {
  /** Epoch milliseconds. */
  at: ReplicaTime;
  used: number;
  pending: number;
  max: number;
  timeouts: number;
}

/**
 * The pool of one plugin in one other living replica.
 *
 * @public
 */
export interface ReportedPool {
  replicaId: string;
  /** Its `history` is empty. */
  pool: Pool;
}

/**
 * How many connections all pools on one server may open together.
 *
 * @public
 */
export interface PoolBudget {
  /** Sum of the effective maximum over plugins and live replicas. */
  max: number;
  byPlugin: readonly {
    pluginId: string;
    max: number;
    replicas: number;
    /** A connection pooler stands between, whose limits hold: they are not read. */
    pooled?: true;
  }[];
  /**
   * Plugins in whose database there is nothing but the keys that Backstage
   * keeps for each plugin: with `backend.auth.pluginKeyStore.type: static` they
   * open no connection.
   */
  keyStoreOnly: readonly string[];
}
