/**
 * What the plugin ran on its database in one replica, since that started.
 *
 * @public
 */
export interface DatabaseQueries {
  replicaId: string;
  count: number;
  /** Those that failed, but for `duplicates`. */
  errors: number;
  /**
   * Those that failed since there is a row with the same key: code that tries
   * and sees lives with them.
   */
  duplicates: number;
  /** Over the last five minutes; `null` while less than two looks are known. */
  perSecond: number | null;
  /** Of the last five to ten minutes; `null` where none ended in them. */
  latencyMs: { p50: number; p95: number; p99: number } | null;
  /**
   * At most 50, in which most time was spent, the first of them first: without their
   * values, and what they cost since `since`. Absent without the details permission.
   */
  statements?: {
    /** `?` stands for every value; what follows `…` was cut off. */
    text: string;
    /** How often it ran. */
    count: number;
    /** As often it failed, duplicates left out. */
    errors: number;
    /** Its figures are estimated: in a rush not each run is looked at. */
    estimated: boolean;
    totalMs: number;
    meanMs: number;
    /** Of those runs that were timed. */
    maxMs: number;
    /** To within 5 %. */
    p95Ms: number;
    /** Since when it is counted, ISO 8601 UTC. */
    since: string;
    /** When it was last looked at, ISO 8601 UTC. */
    lastAt: string;
    /** What the server measured of it, for all replicas and everybody else. */
    server?: Omit<
      NonNullable<DatabaseQueries['server']>['others'][number],
      'text'
    >;
  }[];
  /**
   * What the server says of statements in the database, whoever ran them; absent
   * without the details permission. The figures of statements that the plugin ran in this
   * replica, too, stand with those.
   */
  server?: {
    /**
     * Why there are no figures, or beside `at` not all of them: sentences that say
     * what would help.
     */
    missing?: string;
    /** When they were read, ISO 8601 UTC. */
    at?: string;
    /** Since when the server counts; absent where it does not say. */
    since?: string;
    /** At most 50 others, in which most time was spent, the first of them first. */
    others: {
      text: string;
      count: number;
      totalMs: number;
      meanMs: number;
      maxMs: number;
      /** That it returned or changed. */
      rows: number;
      /**
       * Blocks that it found in the shared buffers, of those that it needed; `null`
       * where it needed none, or the server does not count them.
       */
      hitRatio: number | null;
    }[];
  };
}
