import { HumanDuration } from '@backstage/types';

export interface Config {
  /**
   * Database Health. Everything has a default; nothing has to be configured.
   * @visibility backend
   */
  databaseHealth?: {
    /**
     * The cheap look that every replica takes at its plugin databases.
     * @visibility backend
     */
    pulse?: {
      /**
       * Time between two pulses, from 1 second to 1 hour. Default: 15 seconds.
       * @visibility backend
       */
      interval?: HumanDuration | string;
    };
    /**
     * The full look that one of all replicas takes at each plugin database.
     * @visibility backend
     */
    survey?: {
      /**
       * Time between two surveys, from 10 seconds to 1 day. Default: 10 minutes.
       * @visibility backend
       */
      interval?: HumanDuration | string;
    };
    /**
     * Size budgets, how big plugin databases and servers may become: a number
     * of bytes, or a text such as `50GiB`. Without one, the limits of the check
     * `size` apply, and on SQLite the free space of the disk.
     * @visibility backend
     */
    budgets?: {
      /**
       * The size budget of each plugin database that is not named below.
       * @visibility backend
       */
      default?: string | number;
      /**
       * The size budget of a plugin database, by plugin id.
       * @visibility backend
       */
      plugins?: { [pluginId: string]: string | number };
      /**
       * Size budgets for all plugin databases of a server together.
       * @visibility backend
       */
      servers?: Array<{
        /**
         * `host:port`, as in `backend.database.connection`; any of those that
         * lead to the server.
         * @visibility backend
         */
        address: string;
        /**
         * Bytes, or a text such as `200GiB`.
         * @visibility backend
         */
        size: string | number;
      }>;
    };
    /**
     * How long samples are kept. They are thinned out as they get older; each
     * time must be at least as long as the one before.
     * @visibility backend
     */
    history?: {
      /**
       * Every sample: from 1 hour to 14 days. Default: 2 days.
       * @visibility backend
       */
      fine?: HumanDuration | string;
      /**
       * One an hour: from 1 day to 90 days. Default: 14 days.
       * @visibility backend
       */
      hourly?: HumanDuration | string;
      /**
       * One a day: at most 5 years. Default: 730 days.
       * @visibility backend
       */
      daily?: HumanDuration | string;
    };
    /**
     * When people are told of what is wrong. It must be seen in two looks in a row
     * and for as long as is said here.
     * @visibility backend
     */
    incidents?: {
      /**
       * How long something is wrong before it becomes an incident, from 1 second to
       * 1 hour. Default: 10 seconds.
       * @visibility backend
       */
      openAfter?: HumanDuration | string;
      /**
       * How long all is well, in every replica, before an incident is closed, from
       * 1 second to 1 hour. Default: 1 minute.
       * @visibility backend
       */
      closeAfter?: HumanDuration | string;
      /**
       * Planned times in which nobody is told of incidents, by a name.
       * @visibility backend
       */
      silences?: {
        /**
         * @visibility backend
         */
        [name: string]: {
          /**
           * ISO 8601, such as `2027-01-30T22:00:00Z`.
           * @visibility backend
           */
          startsAt: string;
          /**
           * Later than `startsAt`.
           * @visibility backend
           */
          endsAt: string;
          /**
           * @visibility backend
           */
          reason: string;
          /**
           * Ids of the plugins of whose databases nobody is told. Default: all, and
           * servers.
           * @visibility backend
           */
          plugins?: string[];
        };
      };
      /**
       * When those are told that are told once a day (`digest: true`).
       * @visibility backend
       */
      digest?: {
        /**
         * From `00:00` to `23:59`. Default: `08:00`.
         * @visibility backend
         */
        at?: string;
        /**
         * Such as `Europe/Berlin`. Default: `UTC`.
         * @visibility backend
         */
        timeZone?: string;
      };
      /**
       * Who is told of incidents by a webhook in the form of Standard Webhooks, by a
       * name that is used in the log. docs/alerts.md has the form of the messages.
       * @visibility backend
       */
      webhooks?: {
        /**
         * @visibility backend
         */
        [name: string]: {
          /**
           * Where it is posted to; begins with `https://`.
           * @visibility secret
           */
          url: string;
          /**
           * Signs each message: `whsec_`, and from 24 to 64 bytes in base64.
           * @visibility secret
           */
          secret: string;
          /**
           * `critical` leaves out what is a warning only. Default: `warning`.
           * @visibility backend
           */
          minSeverity?: 'critical' | 'warning';
          /**
           * Ids of the plugins of whose databases it is told. Default: all.
           * @visibility backend
           */
          plugins?: string[];
          /**
           * Ids of the checks that opened an incident, or are its cause. Default: all.
           * @visibility backend
           */
          checks?: string[];
          /**
           * Lets the URL lead into a network of its own, and begin with `http://`, too.
           * Default: false.
           * @visibility backend
           */
          allowPrivateAddresses?: boolean;
          /**
           * Tells it once a day of what is open, and of what was closed since the last
           * time, in place of each time; nothing where that is nothing. Default: false.
           * @visibility backend
           */
          digest?: boolean;
        };
      };
    };
    /**
     * When `/health/ready` and `/health` answer 503.
     * @visibility backend
     */
    readiness?: {
      /**
       * Ids of the plugins without whose databases `/health/ready` is 503, also
       * while one of them has not asked for its database yet. All replicas see a
       * database in the same way: each one named here can take all of them out
       * of service. Default: none. For `/health` all plugin databases count but
       * that of database-health itself, which decides over nothing.
       * @visibility backend
       */
      plugins?: string[];
      /**
       * Pulses in a row without an answer after which a plugin database counts
       * as unreachable. At least 1. Default: 3.
       * @visibility backend
       */
      failureThreshold?: number;
    };
    /**
     * What differs from the defaults of the checks. docs/checks.md lists every
     * check and its limits.
     * @visibility backend
     */
    checks?: {
      /**
       * `false` switches the check off; an object sets its limits by name.
       * @visibility backend
       */
      [checkId: string]: false | { [limit: string]: number };
    };
  };
}
