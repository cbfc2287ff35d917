/**
 * The kind of database behind a plugin database.
 *
 * @public
 */
export type Engine = 'postgres' | 'mysql' | 'sqlite';

/**
 * How well something is, worst first: `critical`, `warning`, `unknown`, `ok`.
 * What was not read is `unknown`, never `ok`.
 *
 * @public
 */
export type Status = 'critical' | 'warning' | 'unknown' | 'ok';

/**
 * How bad a finding is. An `info` finding never changes a status.
 *
 * @public
 */
export type Severity = 'critical' | 'warning' | 'info';

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
    /** How big it may become; `null` where nobody says. */
    limit: SizeLimit | null;
    /** `null` without a limit or a history, and where it does not surely grow. */
    forecast: SizeForecast | null;
  } | null;
  /** Counts over all ledgers of this plugin database. */
  migrations: {
    state: LedgerState;
    ledgers: number;
    applied: number;
    pending: number;
    missing: number;
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
  /** The number of critical and warning findings. */
  findings: number;
}

/**
 * How big a plugin database may become: what the configuration grants it, or
 * what it has now and the free space of its disk.
 *
 * @public
 */
export interface SizeLimit {
  bytes: number;
  of: 'budget' | 'disk';
}

/**
 * Where the growth of a plugin database leads. The times say when it reaches
 * its limit, ISO 8601 UTC, and are `null` where it has none or where the
 * present growth does not reach it within ten years.
 *
 * @public
 */
export interface SizeForecast {
  bytesPerDay: number;
  reachedAt: string | null;
  /** With nine chances in ten not before. */
  earliest: string | null;
  /** With nine chances in ten not after. */
  latest: string | null;
  /** Daily samples that it rests on. */
  samples: number;
}

/**
 * One sentence that a check produced, with its object, evidence, limit and
 * remedy.
 *
 * @public
 */
export interface Finding {
  /** Stable over time and restarts: `<database or server>:<check>[:<object>]`. */
  key: string;
  checkId: string;
  severity: Severity;
  databaseId?: string;
  serverId?: string;
  /** What it is about within the database: a ledger, a table. */
  object?: string;
  title: string;
  message: string;
  /** Why it matters, in one or two sentences. */
  why: string;
  evidence: Evidence;
  /** Where the limit comes from; `ours` where no reference gives a number. */
  limitSource: string;
  remedy: Remedy;
  /** Address of the page that explains the check. */
  docs: string;
  /** Since when it has been seen, ISO 8601 UTC. */
  since: string;
  dismissed?: { by: string; reason: string; until?: string };
}

/**
 * The number that was read against the limit it was held to.
 *
 * @public
 */
export interface Evidence {
  observed: number | string;
  limit: number | string | null;
  unit: string;
}

/**
 * What to do about a finding, with lines to run where there are some: `sql` in
 * its database, `shell` where the backend is installed. The text says when to
 * run which; several lines of one kind are to be run in their order.
 *
 * @public
 */
export interface Remedy {
  text: string;
  sql?: string;
  shell?: string;
}

/**
 * What one check said of one plugin database or server.
 *
 * @public
 */
export interface CheckResult {
  checkId: string;
  title: string;
  status: Status | 'info' | 'skipped';
  /** Why it is `unknown` or `skipped`. */
  reason?: string;
  findings: Finding[];
}

/**
 * The state of a ledger against its source of files.
 *
 * @public
 */
export type LedgerState =
  | 'up-to-date'
  | 'pending'
  | 'missing-files'
  | 'diverged'
  | 'out-of-order'
  | 'locked'
  | 'lock-malformed'
  | 'running'
  | 'failed'
  | 'skipped'
  | 'source-unknown'
  | 'empty';

/**
 * One Knex migrations table with its lock and, where known, its source of
 * files.
 *
 * @public
 */
export interface Ledger {
  databaseId: string;
  table: string;
  schema?: string;
  source: { package: string | null; directory: string | null } | null;
  /** Further sources whose migrations stand in the same ledger. */
  otherSources?: { package: string | null; directory: string | null }[];
  state: LedgerState;
  applied: { name: string; batch: number; appliedAt: string | null }[];
  pending: string[];
  missing: string[];
  /** Of a diverged ledger: the last migration that is in both. */
  lastCommon?: string;
  /** Pending migrations that sort before the newest applied one. */
  outOfOrder?: string[];
  /** Applied migrations whose file has changed since it was first seen. */
  changed?: string[];
  lock: LedgerLock;
  lastRun?: {
    at: string;
    durationMs: number;
    outcome: 'succeeded' | 'failed';
    error?: string;
  };
  /** Why it could not be read: then applied, pending and missing are empty. */
  unreadable?: string;
  /** When it was read, ISO 8601 UTC. */
  readAt: string;
}

/**
 * The state of a ledger's lock table.
 *
 * @public
 */
export type LockState = 'free' | 'running' | 'held' | 'malformed';

/**
 * The lock of a ledger, with what is known of who holds it.
 *
 * @public
 */
export interface LedgerLock {
  state: LockState;
  since?: string;
  /** A sentence that says from what the state is known. */
  evidence?: string;
  /** How far the server says that a running statement is. */
  progress?: {
    command: string;
    phase: string;
    done: number;
    total: number;
    unit: string;
  };
}

/**
 * What several plugin databases may share. `id` tells nothing of the host;
 * `host` needs the details permission.
 *
 * @public
 */
export interface Server {
  id: string;
  engine: Engine;
  version: string | null;
  status: Status;
  role: 'primary' | 'standby' | 'unknown';
  host?: string;
  connections: {
    used: number;
    limit: number;
    reserved: number;
    /** In use by each plugin, `null` being everybody else; most first. */
    byPlugin?: { pluginId: string | null; used: number }[];
  } | null;
  budget: {
    /** Sum of the effective pool maximum over plugins and live replicas. */
    max: number;
    /** `limit − reserved`. */
    available: number;
    byPlugin: { pluginId: string; max: number; replicas: number }[];
  } | null;
  /**
   * `null` until they are read, and where the engine does not tell; absent
   * without the details permission.
   */
  sessions?: Sessions | null;
}

/**
 * Sessions that run a statement, hold a transaction open, or keep others back,
 * of the plugin databases of one server, or of one of them. All of it needs the
 * details permission.
 *
 * @public
 */
export interface Sessions {
  /**
   * Those that wait for or keep back others first, then those that have been at
   * it for longest; at most 50 per server.
   */
  sessions: Session[];
  /** There are more than these. */
  truncated: boolean;
  /** Of some sessions the role may not know what they do. */
  partial: boolean;
  /** When they were read, ISO 8601 UTC. */
  at: string;
}

/**
 * One session of a server when it was last looked at. Times are durations in
 * milliseconds by the server's clock.
 *
 * @public
 */
export interface Session {
  /** The server's number for it. */
  pid: number;
  /** The plugin database that it is in; `null` for any other one. */
  databaseId: string | null;
  /** The plugin that its application name tells; `null` where it tells none. */
  pluginId: string | null;
  /** Who it says that it is. */
  application: string;
  user: string;
  /** The address from which it came; `null` for one on the server itself. */
  client: string | null;
  state: 'active' | 'idle-in-transaction' | 'idle';
  /** What the server does by itself, as it names it: `autovacuum worker`. */
  background?: string;
  /** How long its statement has run, or how long it has been idle. */
  stateMs: number;
  /** How long its transaction has been open; absent where there is none. */
  transactionMs?: number;
  /** What it waits for, as the server names it: `Lock: relation`. */
  waitsFor?: string;
  /**
   * The sessions that it waits for, 0 for a prepared transaction; empty where it
   * waits for none.
   */
  blockedBy: number[];
  /** How long it has waited for them; absent where it does not. */
  blockedMs?: number;
  /** Its present statement, or its last one: `?` stands for every value. */
  statement: string;
}

/**
 * One table with its parts, in bytes. Partitions count to the table that they
 * are parts of, however deep.
 *
 * @public
 */
export interface Table {
  schema?: string;
  name: string;
  kind: 'table' | 'partitioned' | 'materialized-view' | 'virtual';
  totalBytes: number;
  heapBytes: number;
  toastBytes: number;
  indexBytes: number;
  /** Estimated by the engine, or from statistics since it was locked. */
  approximate: boolean;
  estimatedRows: number | null;
  deadRows?: number;
  lastVacuumAt?: string;
  lastAnalyzeAt?: string;
}

/**
 * One index, in bytes.
 *
 * @public
 */
export interface Index {
  schema?: string;
  table: string;
  name: string;
  bytes: number;
  scans?: number;
  unique: boolean;
  valid: boolean;
  lastUsedAt?: string;
}

/**
 * The pool of one plugin in one replica.
 *
 * @public
 */
export interface ReplicaPool {
  pluginId: string;
  used: number;
  free: number;
  pending: number;
  max: number;
  /** Waits for a connection in the last five to ten minutes. */
  waitMs: { p50: number; p95: number; p99: number };
  /** How long the first of those that wait now has waited; 0 for none. */
  oldestWaitMs: number;
  /** Requests that got no connection in time, since the process started. */
  timeouts: number;
  /** Connections that could not be opened, since the process started. */
  createFailures: number;
  replicaId: string;
}

/**
 * One running backend process. `host` needs the details permission.
 *
 * @public
 */
export interface Replica {
  id: string;
  host?: string;
  startedAt: string;
  lastSeenAt: string;
  alive: boolean;
  version: string;
  pools: ReplicaPool[];
}

/**
 * The answer of `GET /connections`.
 *
 * @public
 */
export interface ConnectionsReport {
  servers: Server[];
  /** The living first, then those that died in the last day. */
  replicas: Replica[];
  /** Replicas tell each other by the store; without it there is this one only. */
  history: HistoryState;
}

/**
 * The answer of `GET /overview`.
 *
 * @public
 */
export interface Overview {
  status: Status;
  /** When this answer was put together, ISO 8601 UTC. */
  generatedAt: string;
  summary: OverviewSummary;
  servers: Server[];
  /** Worst first, then by name. */
  databases: Database[];
  /** Worst first. */
  findings: Finding[];
}

/**
 * The figures on top of the page.
 *
 * @public
 */
export interface OverviewSummary {
  /** One sentence that says how the whole deployment is. */
  sentence: string;
  databases: Record<Status, number> & { total: number };
  findings: Record<Severity, number>;
  sizeBytes: number | null;
  /** Over the last seven days; `null` while less is known of any database. */
  sizeBytesPerWeek: number | null;
  /** As {@link Database.size}`.daily`, summed where all are known. */
  sizeDaily: (number | null)[];
  migrations: {
    ledgers: number;
    applied: number;
    pending: number;
    missing: number;
    locked: number;
  };
  connections: { used: number; budget: number; available: number } | null;
  history: HistoryState;
  /** `false` where a custom database service hides the clients from us. */
  observed: boolean;
  /** The start of the survey that is running or was asked for, ISO 8601 UTC. */
  surveyRequestedAt?: string;
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
  pools: ReplicaPool[];
  /** `null` before the first look of the process that answers. */
  queries: DatabaseQueries | null;
  /**
   * `null` until they are read, and where the engine does not tell; absent
   * without the details permission.
   */
  sessions?: Sessions | null;
}

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
   * At most 50, in which most time was spent, the first of them first; absent
   * without the details permission.
   */
  statements?: SlowStatement[];
  /**
   * What the server itself measured, for whomever; absent without the details
   * permission.
   */
  server?: ServerStatements;
}

/**
 * What `pg_stat_statements` tells of one database. The figures of statements
 * that the plugin ran in this replica, too, stand with those.
 *
 * @public
 */
export interface ServerStatements {
  /** Why there are no figures: a sentence that says what would help. */
  missing?: string;
  /** When they were read, ISO 8601 UTC. */
  at?: string;
  /** Since when the server counts; absent where it does not say. */
  since?: string;
  /** At most 50 others, in which most time was spent, the first of them first. */
  others: (ServerFigures & { text: string })[];
}

/**
 * What the server measured of one statement, whoever ran it.
 *
 * @public
 */
export interface ServerFigures {
  count: number;
  totalMs: number;
  meanMs: number;
  maxMs: number;
  /** That it returned or changed. */
  rows: number;
  /** Blocks that it found in the shared buffers, of those that it needed. */
  hitRatio: number | null;
}

/**
 * A statement without its values, and what it cost since `since`.
 *
 * @public
 */
export interface SlowStatement {
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
  server?: ServerFigures;
}

/**
 * The answer of `GET /migrations`.
 *
 * @public
 */
export interface Migrations {
  ledgers: Ledger[];
  rollback: Rollback;
}

/**
 * Whether another version of the backend would start on the ledgers as they
 * are now: it would not where a row of a ledger has no file there.
 *
 * @public
 */
export interface Rollback {
  safe: boolean;
  /** Why not, a sentence each. */
  reasons: string[];
  /** What was compared with: the last different version, unless asked for. */
  target: { versionId: string } | { directory: string } | null;
  ledgers: RollbackLedger[];
  /** The versions that were seen, newest first, this one included. */
  versions: BackendVersion[];
}

/** @public */
export interface RollbackLedger {
  databaseId: string;
  table: string;
  schema?: string;
  safe: boolean;
  /** Rows that would have no file, the newest first: the order to undo them. */
  missing: string[];
  /** Lines that undo them with the version that runs now, in order. */
  commands: string[];
}

/**
 * One set of package versions that this backend ran with.
 *
 * @public
 */
export interface BackendVersion {
  id: string;
  lastSeenAt: string;
  current: boolean;
  /** What differs from the version that runs now. */
  changes: { package: string; version: string | null; now: string | null }[];
}

/**
 * What `GET /migrations` compares with, where it is not the last different
 * version.
 *
 * @public
 */
export type RollbackTarget =
  | { versionId: string }
  | {
      /** A folder on the machine of the backend; needs the details permission. */
      directory: string;
      /** The plugin database whose ledgers are compared with it. */
      databaseId: string;
    };

/**
 * The answer of `POST /refresh`.
 *
 * @public
 */
export interface RefreshAccepted {
  requestedAt: string;
}

/**
 * What a check looks for, whether it is switched on, and the limits that are
 * in force here.
 *
 * @public
 */
export interface CheckDescription {
  checkId: string;
  title: string;
  why: string;
  per: 'database' | 'server';
  limits: Record<string, number>;
  limitSource: string;
}

/**
 * The answer of `GET /checks`.
 *
 * @public
 */
export interface CheckCatalogue {
  checks: CheckDescription[];
}

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
 * What is kept over time of each plugin database: its size in bytes, the round
 * trip in milliseconds, the client connections to its server, and the latency
 * of its plugin's own queries: their 95th percentile over 5 to 10 minutes in
 * milliseconds, in the replica that took the survey, where at least 100 were
 * timed.
 *
 * @public
 */
export type HistoryMetric = 'size' | 'ping' | 'connections' | 'query-latency';

/**
 * A number at one time. Where samples were thinned out, `value` is the last of
 * them, and `min` and `max` are their extremes.
 *
 * @public
 */
export interface HistoryPoint {
  at: string;
  value: number;
  min?: number;
  max?: number;
}

/**
 * The answer of `GET /databases/:id/history`: at most 500 points, oldest first.
 *
 * @public
 */
export interface History {
  metric: HistoryMetric;
  /** The table whose size it is, with its schema where it has one. */
  object?: string;
  unit: 'bytes' | 'ms' | 'connections';
  points: HistoryPoint[];
  history: HistoryState;
}

/**
 * A change of the status of a plugin database or a server, or of one check of
 * it. One of `databaseId` and `serverId` is there.
 *
 * @public
 */
export interface Transition {
  at: string;
  databaseId?: string;
  serverId?: string;
  /** Absent for the status of the whole. */
  checkId?: string;
  from: Status;
  to: Status;
  message: string;
}

/**
 * The answer of `GET /transitions`, newest first.
 *
 * @public
 */
export interface Transitions {
  transitions: Transition[];
  /** There are older ones than these within the time that was asked for. */
  truncated: boolean;
  history: HistoryState;
}

/**
 * The answer of `GET /storage`: what fills each plugin database, and how it
 * came to be.
 *
 * @public
 */
export interface Storage {
  generatedAt: string;
  /** Start of the points, ISO 8601 UTC. */
  since: string;
  databases: StorageDatabase[];
  history: HistoryState;
}

/** @public */
export interface StorageDatabase {
  databaseId: string;
  /** At most 100, oldest first. */
  points: HistoryPoint[];
  /** The largest 20; `null` where they were not read. */
  tables: Table[] | null;
  /** The largest 20; `null` where they were not read. */
  indexes: Index[] | null;
}
