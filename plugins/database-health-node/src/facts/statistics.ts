import type { ReplicaTime } from './times';

/**
 * What a server has counted for one database since its statistics were reset,
 * and how many connections lead to it. Several plugin databases lie in one in
 * schema mode. A counter that the server does not have is `null`.
 *
 * @public
 */
export interface DatabaseStatistics {
  /** As the server names it; absent where it counts for all of them together. */
  database?: string;
  /** The plugins whose databases lie in it. Put together per server. */
  pluginIds?: readonly string[];
  commits: number | null;
  rollbacks: number | null;
  deadlocks: number | null;
  /** Files that queries wrote since their memory did not suffice. */
  temporaryFiles: number | null;
  temporaryBytes: number | null;
  /** Connections to it now, of whomever. */
  connections: number;
  /**
   * The most that it takes; `null` where only the server has a limit, absent where
   * that is not told.
   */
  connectionLimit?: number | null;
  /**
   * Past readings of the last hour since the statistics were last reset, oldest
   * first: the newest `pulseHistoryLength`, and before them one a minute.
   */
  history: readonly StatisticsSample[];
}

/**
 * The counters of `DatabaseStatistics` as one pulse read them.
 *
 * @public
 */
export interface StatisticsSample {
  /** Epoch milliseconds. */
  at: ReplicaTime;
  commits: number | null;
  rollbacks: number | null;
  deadlocks: number | null;
  temporaryFiles: number | null;
  temporaryBytes: number | null;
}
