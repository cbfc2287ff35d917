import { HumanDuration } from '@backstage/types';

export interface Config {
  /**
   * Database Health. Everything has a default; nothing has to be configured.
   */
  databaseHealth?: {
    /**
     * The cheap look of every replica at every plugin database.
     * @visibility backend
     */
    pulse?: {
      /**
       * Time between two pulses. From a second to an hour. Default: 15 seconds.
       * @visibility backend
       */
      interval?: HumanDuration | string;
    };
    /**
     * The full look at every plugin database.
     * @visibility backend
     */
    survey?: {
      /**
       * Time between two surveys. From ten seconds to a day. Default: 10
       * minutes.
       * @visibility backend
       */
      interval?: HumanDuration | string;
    };
    /**
     * How big plugin databases and servers may become: a number of bytes, or a
     * text such as `50GiB`. Without one, plugin databases are held to the
     * limits of the check `size`, and on SQLite to the free space of the disk.
     * @visibility backend
     */
    budgets?: {
      /**
       * Of every plugin database that is not named below.
       * @visibility backend
       */
      default?: string | number;
      /**
       * By plugin id.
       * @visibility backend
       */
      plugins?: { [pluginId: string]: string | number };
      /**
       * Of all plugin databases of a server together.
       * @visibility backend
       */
      servers?: Array<{
        /**
         * `host:port`, as in `backend.database.connection`.
         * @visibility backend
         */
        address: string;
        /** @visibility backend */
        size: string | number;
      }>;
    };
    /**
     * How long samples are kept. They are thinned out as they get older; each
     * time is at least as long as the one before.
     * @visibility backend
     */
    history?: {
      /**
       * Every sample. From an hour to 14 days. Default: 2 days.
       * @visibility backend
       */
      fine?: HumanDuration | string;
      /**
       * One an hour. From a day to 90 days. Default: 14 days.
       * @visibility backend
       */
      hourly?: HumanDuration | string;
      /**
       * One a day. At most 5 years. Default: 730 days.
       * @visibility backend
       */
      daily?: HumanDuration | string;
    };
    /**
     * When `/health/ready` answers 503.
     * @visibility backend
     */
    readiness?: {
      /**
       * Ids of the plugins whose databases must be reachable; 503 also while
       * one of them has not asked for its database yet. Default: all that are
       * installed and have one.
       * @visibility backend
       */
      plugins?: string[];
      /**
       * Pulses without an answer in a row after which a plugin database counts
       * as unreachable. At least 1. Default: 3.
       * @visibility backend
       */
      failureThreshold?: number;
    };
    /**
     * Per check id: `false` switches a check off, an object overrides its
     * limits by name. docs/checks.md names every check and its limits.
     * @visibility backend
     */
    checks?: {
      /** @visibility backend */
      [checkId: string]: false | { [limit: string]: number };
    };
  };
}
