import type { Status } from './statuses';

/**
 * Whether what is kept over time can be read and written. While it cannot,
 * what was missed is not made up.
 *
 * @public
 */
export interface HistoryState {
  working: boolean;
  /** Since when it has not worked, ISO 8601 UTC. */
  failingSince?: string;
}

/**
 * The answer of `GET /databases/:id/history`: at most 500 points, oldest first.
 *
 * @public
 */
export interface HistoryReport {
  /**
   * What is kept over time of each plugin database: its size in bytes, the round
   * trip in milliseconds, the client connections to its server, and the latency
   * of its plugin's own queries: their 95th percentile over 5 to 10 minutes in
   * milliseconds, in the replica that took the survey, where at least 100 were
   * timed.
   */
  metric: 'size' | 'ping' | 'connections' | 'query-latency';
  /** The table whose size it is, with its schema where it has one. */
  object?: string;
  unit: 'bytes' | 'ms' | 'connections';
  /**
   * Where samples were thinned out, `value` is the last of them, and `min` and `max`
   * are their extremes.
   */
  points: { at: string; value: number; min?: number; max?: number }[];
  history: HistoryState;
}

/**
 * The answer of `GET /transitions`: changes of the status of a plugin database or a
 * server, or of one check of it, newest first.
 *
 * @public
 */
export interface Transitions {
  transitions: {
    at: string;
    /** One of `databaseId` and `serverId` is there. */
    databaseId?: string;
    serverId?: string;
    /** Absent for the status of the whole. */
    checkId?: string;
    from: Status;
    to: Status;
    message: string;
  }[];
  /** There are older ones than these within the time that was asked for. */
  truncated: boolean;
  /**
   * By the id of each plugin database: since when it has been watched, as far
   * back as anything of it is kept, ISO 8601 UTC. Absent where the store does
   * not work.
   */
  watchedSince?: Record<string, string>;
  history: HistoryState;
}
