import type { ReplicaTime } from './times';

/**
 * What a server has counted for one database since its statistics were reset,
 * and how many connections lead to it. Several plugin databases lie in one in
 * schema mode.
 *
 * @public
 */
export interface DatabaseStatistics {
  /** As the server names it. */
  database: string;
  /** The plugins whose databases lie in it. Put together per server. */
  pluginIds?: readonly string[];
  commits: number;
  rollbacks: number;
  deadlocks: number;
  /** Files that queries wrote since their memory did not suffice. */
  temporaryFiles: number;
  temporaryBytes: number;
  /** Connections to it now, of whomever. */
  connections: number;
  /** The most that it takes; `null` where only the server has a limit. */
  connectionLimit: number | null;
  /**
   * Past readings of the last hour since the statistics were last reset, oldest
   * first: the newest `pulseHistoryLength`, and before them one a minute.
   */
  history: readonly StatisticsSample[];
}

/**
 * The counters of one database as one pulse read them.
 *
 * @public
 */
export interface StatisticsSample {
  /** Epoch milliseconds. */
  at: ReplicaTime;
  commits: number;
  rollbacks: number;
  deadlocks: number;
  temporaryFiles: number;
  temporaryBytes: number;
}
