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
       * Time between two pulses. At least one second. Default: 15 seconds.
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
       * Time between two surveys. At least ten seconds. Default: 10 minutes.
       * @visibility backend
       */
      interval?: HumanDuration | string;
    };
    /**
     * When `/health/ready` answers 503.
     * @visibility backend
     */
    readiness?: {
      /**
       * Ids of the plugins whose databases must be reachable. Default: all
       * that are installed.
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
