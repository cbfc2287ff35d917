import type { Replica } from './connections';
import type { CheckResult } from './findings';
import type { Ledger } from './ledgers';
import type { DatabaseQueries } from './queries';
import type { Index, Table } from './relations';
import type { Sessions } from './sessions';
import type { Engine, Status } from './statuses';

/**
 * What one plugin's database service leads to: a PostgreSQL database or
 * schema, a MySQL database, an SQLite file or memory.
 *
 * @public
 */
export interface Database {
  /** Unique over the whole deployment; the plugin id for an installed plugin. */
  id: string;
  pluginId: string;
  engine: Engine;
  serverId: string;
  /** The database name, or for SQLite the file name or `:memory:`. */
  name: string;
  /** Set in schema mode only. */
  schema?: string;
  status: Status;
  /** Whether this process sees the plugin's own client, pool and migrations. */
  observed: boolean;
  installed: boolean;
  /** When the status was last judged, ISO 8601 UTC; `null` before the first look. */
  checkedAt: string | null;
  ageSeconds: number | null;
  /** When the last survey of this database ended, ISO 8601 UTC. */
  surveyedAt: string | null;
  /** The picture is older than three intervals. */
  stale: boolean;
  /** Whether the database answered at the last pulse; `null` before the first one. */
  reachable: boolean | null;
  /** Since when it has not answered, ISO 8601 UTC. */
  unreachableSince?: string;
  /** The moving average of the round trip of `select 1`. */
  ping: { latencyMs: number; at: string } | null;
  size: {
    bytes: number;
    approximate: boolean;
    /** Over the last 30 days, one-time steps left out; `null` while unknown. */
    bytesPerDay: number | null;
    /** Of these bytes, those of whole pages that hold nothing; on SQLite. */
    freeBytes?: number;
    /** The write-ahead log beside the file, which `bytes` leaves out; on SQLite. */
    walBytes?: number;
    /** The number of tables; `null` where it was not read. */
    tables: number | null;
    at: string;
    /**
     * Bytes at the end of each of the last 30 days (UTC), today last; `null`
     * for a day of which nothing is known.
     */
    daily: (number | null)[];
    /**
     * How big it may become: what the configuration grants it, or what it has now
     * and the free space of its disk; `null` where nobody says.
     */
    limit: { bytes: number; of: 'budget' | 'disk' } | null;
    /**
     * Where its growth leads; `null` without a limit or a history, and where it does
     * not surely grow. The times say when it reaches its limit, ISO 8601 UTC, and are
     * `null` where the present growth does not reach it within ten years.
     */
    forecast: {
      bytesPerDay: number;
      reachedAt: string | null;
      /** With nine chances in ten not before. */
      earliest: string | null;
      /** With nine chances in ten not after. */
      latest: string | null;
      /** Daily samples that it rests on. */
      samples: number;
    } | null;
  } | null;
  /** Counts over all ledgers of this plugin database. */
  migrations: {
    state: Ledger['state'];
    ledgers: number;
    applied: number;
    pending: number;
    missing: number;
    /** Ledgers whose lock is held and nobody is seen to migrate. */
    locked: number;
    at: string;
  } | null;
  /** Summed over live replicas. */
  pool: {
    used: number;
    free: number;
    pending: number;
    max: number;
    replicas: number;
  } | null;
  /**
   * Whether its plugin talks with it over TLS, as the last survey found; absent where
   * no survey did, and where nothing is sent.
   */
  encryption?: {
    encrypted: boolean;
    /** Whether the plugin makes sure who is on the other side. */
    verified: boolean;
    /** Both are on one machine. */
    local: boolean;
    /** As the server names it, `TLSv1.3`; `null` where it says that nothing is. */
    protocol: string | null;
  };
  /**
   * How its plugin logs in in the process that answers; absent with a password. Times
   * are ISO 8601 UTC, and `null` where there was none.
   */
  token?: {
    provider: 'azure' | 'cloudsql' | 'rds' | 'other';
    obtainedAt: string | null;
    /** Since when no further one could be obtained. */
    failingSince: string | null;
    /** Why, in a sentence that is safe to show. */
    error?: string;
  };
  /** The number of critical and warning findings. */
  findings: number;
}

/**
 * The answer of `GET /databases/:id`.
 *
 * @public
 */
export interface DatabaseDetail {
  database: Database;
  checks: CheckResult[];
  /** The largest 500, largest first; `null` where they were not read. */
  tables: Table[] | null;
  /** The largest 500, largest first; `null` where they were not read. */
  indexes: Index[] | null;
  ledgers: Ledger[] | null;
  pools: Replica['pools'];
  /** `null` before the first look of the process that answers. */
  queries: DatabaseQueries | null;
  /**
   * `null` until they are read, and where the engine does not show them; absent
   * without the details permission.
   */
  sessions?: Sessions | null;
  /**
   * What is in force for the plugin's connections in the process that answers, without
   * secrets, and the key of the configuration that it comes from, `null` for a default;
   * `null` where that process does not run the plugin, absent without the details
   * permission.
   */
  settings?:
    | { key: string; value: string | number | boolean; from: string | null }[]
    | null;
}
