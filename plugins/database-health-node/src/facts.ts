import type {
  Engine,
  SizeLimit,
} from 'backstage-plugin-database-health-common';

/**
 * Every fact that can be known of a plugin database or of its server. One
 * line per fact: a check names the facts that it needs, and reading one that
 * it did not name does not compile.
 *
 * @public
 */
export interface Facts {
  /** Whether the database answers. Read by the pulse. */
  reachability: Reachability;
  /** The round trip of `select 1`. Read by the pulse. */
  ping: Ping;
  /** The pool of this process. Read by the pulse. */
  pool: Pool;
  /** The pools of the same plugin in other living replicas. */
  otherPools: readonly ToldPool[];
  /** What its plugin ran in this process. Read by the pulse. */
  queries: Queries;
  /** The process that looks. Known without reading. */
  environment: Environment;
  /** Which database on which server this is. Read by the survey. */
  identity: Identity;
  /** How big it is. Read by the survey. */
  size: Size;
  /** What fills it. Read by the survey. */
  relations: Relations;
  /**
   * The disk on which it lies; `null` where it lies in memory. Read by the
   * survey where the engine can tell.
   */
  disk: Disk | null;
  /** How big it may become, by configuration or disk. Known after the survey. */
  sizeLimit: SizeLimit | null;
  /**
   * How big it was. `null` while the store does not tell: our own trouble,
   * which says nothing of the database, so that its checks are skipped.
   */
  sizeHistory: SizeHistory | null;
  /**
   * How long its plugin's queries took in the last week. `null` while the store
   * does not tell.
   */
  queryHistory: QueryHistory | null;
  /** Its migrations tables. Read by the survey. */
  ledgers: readonly LedgerFact[];
  /**
   * What the server measured of single statements; `null` where it does not
   * measure them. Read by the survey.
   */
  serverStatements: ServerStatementsFact | null;
  /** The connections of the whole server. Read by the pulse, once per server. */
  connections: Connections;
  /**
   * What the server counts for each of the databases in which plugin databases
   * lie. Read by the pulse, once per server.
   */
  statistics: readonly DatabaseStatistics[];
  /**
   * The sessions of this plugin database that do something, or keep others from
   * it. Read by the pulse, once per server.
   */
  sessions: Sessions;
  /** What else lies on the server by the names of plugin databases. */
  neighbours: Neighbours;
  /** The plugins of all live replicas; `null` while the store does not tell. */
  installedPlugins: InstalledPlugins | null;
  /** What all plugin databases of the server hold. Put together per server. */
  serverSize: ServerSize;
  /** What all pools on this server may open together. Put together per server. */
  poolBudget: PoolBudget;
}

/** @public */
export type FactName = keyof Facts;

/**
 * One attempt at reading a fact. `reason` is a sentence that is safe to show.
 *
 * @public
 */
export type Reading<T> =
  | { status: 'read'; value: T; at: number }
  | { status: 'failed'; reason: string; at: number };

/**
 * The newest reading of each fact; a fact that nobody tried to read is absent.
 *
 * @public
 */
export type Readings = { [F in FactName]?: Reading<Facts[F]> };

/** @public */
export interface Reachability {
  /** Whether the last pulse found it answering. */
  answered: boolean;
  /** Pulses without an answer in a row. */
  failures: number;
  /** Start of the present row of failures, epoch milliseconds. */
  failingSince?: number;
  /** Start of the present row of answers, epoch milliseconds. */
  answeringSince?: number;
  /** The last pulse that it answered, epoch milliseconds; absent before the first. */
  lastAnsweredAt?: number;
  /** Why the last pulse failed. */
  failure?: Failure;
  /** Time that the last pulse took, in milliseconds. */
  tookMs: number;
  /** The pool had no free place, so nothing was asked; not a failure. */
  poolFull: boolean;
}

/**
 * Why a database did not do what it was asked, without hosts, users, SQL or
 * the driver's own words.
 *
 * @public
 */
export interface Failure {
  kind: FailureKind;
  /** A sentence that is safe to show to anyone who may see the page. */
  sentence: string;
}

/** @public */
export type FailureKind =
  | 'credentials'
  | 'database-missing'
  | 'too-many-connections'
  | 'starting'
  | 'shutting-down'
  | 'dns'
  | 'refused'
  | 'connection-lost'
  | 'tls'
  | 'timeout'
  | 'locked'
  | 'permission'
  | 'pool-full'
  | 'other';

/** @public */
export interface Ping {
  /** Exponentially weighted moving average (weight ⅓ for the newest), ms. */
  averageMs: number;
  lastMs: number;
  /** When the newest was taken, epoch milliseconds. */
  at: number;
}

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

/** @public */
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
  createFailingSince?: number;
  /** Why the newest of those failed. */
  createFailure?: Failure;
  /** Past readings, oldest first, at most {@link pulseHistoryLength}. */
  history: readonly PoolSample[];
}

/** @public */
export interface PoolSample {
  /** Epoch milliseconds. */
  at: number;
  used: number;
  pending: number;
  max: number;
  timeouts: number;
}

/**
 * How long things took, in milliseconds.
 *
 * @public
 */
export interface Durations {
  /** Those that were timed: in a rush not each of them is. */
  count: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

/**
 * What a plugin ran on its database in this process, since it started.
 *
 * @public
 */
export interface Queries {
  count: number;
  /** Those that failed, but for {@link Queries.duplicates}. */
  errors: number;
  /**
   * Those that failed since there is a row with the same key: code that tries
   * and sees lives with them.
   */
  duplicates: number;
  /** How long they took in the last 5 to 10 minutes. */
  times: Durations;
  /** Past readings, oldest first, at most {@link pulseHistoryLength}. */
  history: readonly QuerySample[];
  /** At most {@link mostSlowStatements}, in which most time was spent. */
  statements: readonly Statement[];
}

/** @public */
export interface QuerySample {
  /** Epoch milliseconds. */
  at: number;
  count: number;
  errors: number;
}

/**
 * A statement without its values, and what it cost since `since`. Its errors
 * are counted as those of {@link Queries}.
 *
 * @public
 */
export interface Statement {
  /** `?` stands for every value; what follows `…` was cut off. */
  text: string;
  /** How often it ran. */
  count: number;
  errors: number;
  /** It came in a rush, of which a part was looked at. */
  estimated: boolean;
  totalMs: number;
  meanMs: number;
  /** Of those that were timed. */
  maxMs: number;
  /** To within 5 %. */
  p95Ms: number;
  /** Since when it is counted, epoch milliseconds. */
  since: number;
  /** When it last was looked at, epoch milliseconds. */
  lastAt: number;
}

/**
 * Statements that a reading holds.
 *
 * @public
 */
export const mostSlowStatements = 50;

/**
 * What the server measured in the database of a plugin, whoever ran it.
 *
 * @public
 */
export interface ServerStatementsFact {
  /** Since when it counts, epoch milliseconds; absent where it does not say. */
  since?: number;
  /** At most {@link mostServerStatements}, in which most time was spent. */
  statements: readonly ServerStatement[];
}

/**
 * Statements of a server that a reading holds: as many as the plugin's own, and
 * as many again for those of others.
 *
 * @public
 */
export const mostServerStatements = 100;

/** @public */
export interface ServerStatement {
  /** As {@link Statement}`.text`. */
  text: string;
  count: number;
  totalMs: number;
  maxMs: number;
  rows: number;
  blocksHit: number;
  blocksRead: number;
}

/**
 * The pool of one plugin in one other living replica.
 *
 * @public
 */
export interface ToldPool {
  replicaId: string;
  /** Its `history` is empty. */
  pool: Pool;
}

/** @public */
export interface Environment {
  /** `NODE_ENV` is `production`. */
  production: boolean;
  /** Seconds since this backend process started. */
  uptimeSeconds: number;
  /** `skipMigrations` is configured for this plugin. */
  migrationsSkipped: boolean;
}

/** @public */
export interface Identity {
  engine: Engine;
  /** Database name, or the file name for SQLite, `:memory:` included. */
  name: string;
  /** The schema that the plugin owns, in schema mode only. */
  schema?: string;
  /** As the server names it: `18.4`, `3.50.1`. */
  version: string;
  role: 'primary' | 'standby' | 'unknown';
  /** Whether all is lost when the process ends. */
  inMemory: boolean;
}

/** @public */
export interface Size {
  bytes: number;
  approximate: boolean;
  /** Number of ordinary and partitioned tables. */
  tables: number;
  /** Of these bytes, those of whole pages that hold nothing any more. */
  freeBytes?: number;
  /** The write-ahead log beside the file, which `bytes` leaves out. */
  walBytes?: number;
}

/**
 * The tables and indexes of a plugin database: the largest
 * {@link mostRelations} of each, largest first.
 *
 * @public
 */
export interface Relations {
  tables: readonly TableFact[];
  /** `null` where the role may not know how big they are. */
  indexes: readonly IndexFact[] | null;
  /** Why nothing was measured, for a sentence; then both lists say nothing. */
  unmeasured?: string;
}

/**
 * Relations of one kind that a reading holds.
 *
 * @public
 */
export const mostRelations = 500;

/**
 * A table with its partitions, TOAST and indexes. Bytes are whole files on
 * disk; times are epoch milliseconds.
 *
 * @public
 */
export interface TableFact {
  /** Absent for the schema in which the plugin looks without being told. */
  schema?: string;
  name: string;
  kind: 'table' | 'partitioned' | 'materialized-view' | 'virtual';
  /** Sum of the three parts. */
  totalBytes: number;
  heapBytes: number;
  toastBytes: number;
  indexBytes: number;
  /** Estimated by the engine, or from statistics since it was locked. */
  approximate: boolean;
  /** `null` where the engine does not know. */
  estimatedRows: number | null;
  deadRows?: number;
  lastVacuumAt?: number;
  lastAnalyzeAt?: number;
}

/** @public */
export interface IndexFact {
  schema?: string;
  table: string;
  name: string;
  bytes: number;
  approximate: boolean;
  /** Since the statistics were reset. */
  scans?: number;
  unique: boolean;
  valid: boolean;
  /** Epoch milliseconds. */
  lastUsedAt?: number;
}

/** @public */
export interface Disk {
  totalBytes: number;
  /** What an unprivileged process may still fill. */
  freeBytes: number;
}

/**
 * One sample a day, oldest first, the newest being of today, at most 90.
 *
 * @public
 */
export interface SizeHistory {
  days: readonly SizeSample[];
}

/** @public */
export interface SizeSample {
  /** Epoch milliseconds. */
  at: number;
  bytes: number;
}

/**
 * What the surveys of the last week found as 95th percentile of the plugin's
 * own queries, each in the process that took the survey.
 *
 * @public
 */
export interface QueryHistory {
  /** The oldest number that is known, epoch milliseconds; absent for none. */
  since?: number;
  /**
   * Milliseconds, the median of each of the seven days (UTC) before today,
   * oldest first. Days on which too few queries were timed are left out.
   */
  p95MsByDay: readonly number[];
}

/**
 * Databases of the server, and schemas of the database, that are named as
 * Backstage names those of plugins, as far as the role may see them.
 *
 * @public
 */
export interface Neighbours {
  databases: readonly Neighbour[];
  schemas: readonly Neighbour[];
}

/** @public */
export interface Neighbour {
  name: string;
  /** The plugin to which the name belongs. */
  pluginId: string;
  /**
   * `null` where the role may not know, and where it is in use: its own survey
   * tells.
   */
  bytes: number | null;
  /** A session there has the name that Backstage gives to those of a plugin. */
  inUse?: boolean;
}

/** @public */
export interface InstalledPlugins {
  pluginIds: readonly string[];
}

/** @public */
export interface LedgerFact {
  table: string;
  /** Absent for the schema in which Knex looks without being told. */
  schema?: string;
  /** Where its files come from; `null` where nobody knows. */
  source: LedgerSource | null;
  /**
   * Further sources whose migrations stand in the same ledger. Knex refuses
   * such a ledger, unless its list validation is off.
   */
  otherSources?: readonly LedgerSource[];
  /** Names of all migrations of the source, in its order; `null` where unknown. */
  files: readonly string[] | null;
  /** The rows of the ledger in the order in which they were applied. */
  applied: readonly { name: string; batch: number; appliedAt: string | null }[];
  /** The rows of the lock table; `null` where it does not exist. */
  lockRows: readonly { index: number; isLocked: boolean }[] | null;
  /** Since when this process has seen the lock held, epoch milliseconds. */
  heldSince?: number;
  /** `disableMigrationsListValidation` was given: missing files are accepted. */
  validationDisabled: boolean;
  /** A run of this process that has not ended, epoch milliseconds. */
  runningSince?: number;
  lastRun?: LedgerRun;
  /** What other sessions and replicas do with it. */
  activity?: LedgerActivity;
  /** Applied migrations whose file is another than when it was first seen. */
  changed?: readonly string[];
  /** Why its tables could not be read; then rows and lock say nothing. */
  unreadable?: Failure;
}

/**
 * A source of migrations, as far as it is known: a package, a folder of it, or
 * neither for migrations that are made in code.
 *
 * @public
 */
export interface LedgerSource {
  package: string | null;
  directory: string | null;
}

/**
 * Who uses a ledger beside this process. Sessions of this process's own pools
 * are left out.
 *
 * @public
 */
export interface LedgerActivity {
  /** Sessions that hold the lock table: a run in a transaction. */
  holders: readonly LedgerSession[];
  /** Sessions of the plugin that run a statement now. */
  active: readonly LedgerSession[];
  /** The replica that last said that it runs these migrations. */
  claim?: {
    replicaId: string;
    /** Start of the run, epoch milliseconds. */
    since: number;
    /** It has not missed more than two heartbeats. */
    alive: boolean;
  };
  /** Sessions of other roles are hidden from this one. */
  partial: boolean;
}

/** @public */
export interface LedgerSession {
  /** The server's number for the session. */
  pid: number;
  /** Start of its statement or transaction, epoch milliseconds. */
  since: number;
  /** What it waits for, as the server names it: `Lock`. */
  waitsFor?: string;
  /** What the server says of a statement that it measures. */
  progress?: {
    /** `CREATE INDEX CONCURRENTLY`, `CLUSTER`. */
    command: string;
    phase: string;
    done: number;
    /** 0 where the server does not know it yet. */
    total: number;
    unit: string;
  };
}

/** @public */
export interface LedgerRun {
  /** Start, epoch milliseconds. */
  at: number;
  durationMs: number;
  outcome: 'succeeded' | 'failed';
  failure?: Failure;
}

/** @public */
export interface Connections {
  /** Client connections to the whole server. */
  used: number;
  limit: number;
  /** Places that only privileged roles may use. */
  reserved: number;
  /**
   * Those in use by the plugin that their application name tells, most first;
   * `null` is everybody else. Absent where the engine knows no such name.
   */
  byPlugin?: readonly { pluginId: string | null; used: number }[];
  /** Roles that have a limit of their own; absent where none has. */
  byLimitedRole?: readonly LimitedRole[];
}

/**
 * The connections of a role to the whole server, and the most that it may have.
 *
 * @public
 */
export interface LimitedRole {
  /** Those that connect with it, as their application names tell. */
  pluginIds: readonly string[];
  used: number;
  limit: number;
}

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
   * Past readings since the statistics were last reset, oldest first, at most
   * {@link pulseHistoryLength}.
   */
  history: readonly StatisticsSample[];
}

/** @public */
export interface StatisticsSample {
  /** Epoch milliseconds. */
  at: number;
  commits: number;
  rollbacks: number;
  deadlocks: number;
  temporaryFiles: number;
  temporaryBytes: number;
}

/** @public */
export interface Sessions {
  /**
   * At most {@link mostSessions}: those that wait for or keep back others, then
   * those that have been at it for longest.
   */
  sessions: readonly Session[];
  /** There are more than these. */
  truncated: boolean;
  /** Of some sessions the role may not know what they do. */
  partial: boolean;
}

/**
 * Sessions that a reading of one server holds.
 *
 * @public
 */
export const mostSessions = 50;

/**
 * One session of a server at the time of the reading. Times are durations by
 * the server's clock, in milliseconds.
 *
 * @public
 */
export interface Session {
  /** The server's number for it. */
  pid: number;
  /**
   * Whether it is one of the plugin database. Another one stands here since it
   * keeps back one of those, or waits for one.
   */
  own: boolean;
  /** The database that it is connected to, as the server names it. */
  database: string;
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
  blockedBy: readonly number[];
  /** How long it has waited for them; absent where it does not. */
  blockedMs?: number;
  /** Its present statement, or its last one, without values. */
  statement: string;
}

/** @public */
export interface ServerSize {
  bytes: number;
  approximate: boolean;
  /** What the configuration grants them together; `null` where it does not. */
  budgetBytes: number | null;
  /** Sum of the trends; `null` while one of them is not known. */
  bytesPerDay: number | null;
}

/** @public */
export interface PoolBudget {
  /** Sum of the effective maximum over plugins and live replicas. */
  max: number;
  byPlugin: readonly { pluginId: string; max: number; replicas: number }[];
  /**
   * Plugins in whose database there is nothing but the keys that Backstage
   * keeps for each plugin: with `backend.auth.pluginKeyStore: static` they open
   * no connection.
   */
  keyStoreOnly: readonly string[];
}

/**
 * Readings of a pulse that are kept: ten minutes at one every 15 s.
 *
 * @public
 */
export const pulseHistoryLength = 40;
