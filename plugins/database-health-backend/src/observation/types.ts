import type { ConfiguredDatabase } from 'backstage-plugin-database-health-node';
import type { Knex } from 'knex';
import type { TokenLogin as TokenFailures } from '../failures/tokenFailure';
import type {
  Durations,
  FailingStatement,
  LedgerRun,
  LedgerSource,
  PoolCounters,
  QueryFailure,
  Statement,
} from '../pure/facts';

/**
 * The in-process record of one plugin database. It grows with the number of
 * ledgers, never with traffic.
 *
 * @public
 */
export interface Observation {
  readonly pluginId: string;
  /** What the configuration says, known before and without a connection. */
  readonly configured: ConfiguredDatabase;
  /**
   * The settings in force, without secrets; none where a database service of one's own
   * says where the database is.
   */
  settings(): readonly Setting[];
  /**
   * When the plugin first asked for its client, epoch milliseconds. A plugin
   * that never does has no database, whatever its configuration says.
   */
  readonly requestedAt: number | undefined;
  /** Absent until the plugin has asked for its client and got it. */
  readonly client: Knex | undefined;
  /** Why the plugin did not get its client. */
  readonly clientFailure: { at: number; error: unknown } | undefined;
  /** `skipMigrations` is configured for this plugin. */
  readonly migrationsSkipped: boolean;
  /** Absent where the plugin logs in with a password. */
  readonly tokenLogin?: TokenLogin;
  readonly traffic: Traffic;
  readonly waits: PoolWaits;
  /**
   * The queries that wait for their answers, ours included. Each has waited at least
   * since this was asked when it waited already.
   */
  runningQueries(): readonly RunningQuery[];
  /** The ledgers that the plugin ran in this process. */
  ledgers(): readonly ObservedLedger[];
  /**
   * How full the plugin's pool is; `undefined` where it has none, or a foreign
   * one whose places cannot be counted.
   */
  poolCounters(): PoolCounters | undefined;
  /**
   * The driver's own connections in the plugin's pool. A foreign pool does not
   * show them.
   */
  pooledConnections(): readonly unknown[];
  /**
   * Takes one connection from the plugin's pool, only if it has a free place,
   * and when the lease before has ended.
   *
   * Rejects with `PoolFullError` where it has none, with the driver's error
   * where none could be opened, with `ConnectTimeoutError` where nobody answers who
   * opens one, with a failure of the kind `pool-full` where it
   * is a foreign one whose places cannot be counted, and with the signal's reason
   * when it aborts first; then nothing of ours waits in the pool any more.
   */
  lease(signal: AbortSignal): Promise<Lease>;
}

/**
 * How a plugin got the tokens with which it logs in, without the tokens. Times are
 * epoch milliseconds.
 *
 * @public
 */
export interface TokenLogin extends TokenFailures {
  /** When the last one was obtained. */
  readonly obtainedAt: number | undefined;
  /** Who wants a connection gets another one first. */
  readonly isDue: boolean;
  /** Since when none could be obtained. */
  readonly failingSince: number | undefined;
  /** The newest attempt that failed. */
  readonly lastFailureAt: number | undefined;
}

/**
 * One setting of a plugin's database, and the key of the configuration that it comes
 * from; `null` for a default.
 */
export interface Setting {
  readonly key: string;
  readonly value: string | number | boolean;
  readonly from: string | null;
}

/** Says what is in force for one plugin's database, whose pool it is given. */
export type SettingsSource = (
  pluginId: string,
  configured: ConfiguredDatabase,
  pool: Readonly<Record<string, unknown>> | undefined,
) => readonly Setting[];

/**
 * A query without an answer yet.
 *
 * @public
 */
export interface RunningQuery {
  /** What the server, or a pooler in between, calls its session. */
  readonly pid?: number;
  /** Epoch milliseconds. */
  readonly since: number;
}

/**
 * What Backstage puts before the id of a plugin to name its database, unless
 * another prefix is configured, and in PostgreSQL its sessions
 * (`application_name`).
 *
 * @public
 */
export const pluginNamePrefix = 'backstage_plugin_';

/**
 * What the plugin's own queries showed, without one more query.
 *
 * @public
 */
export interface Traffic {
  /**
   * Last answer of the server, an error that it sent included; epoch ms. In a rush
   * not each is timed: it may have come later, at the latest when this was asked for.
   */
  readonly lastAnswerAt: number | undefined;
  /** Last time that no connection could be had or it broke; epoch ms. */
  readonly lastConnectionFailure: { at: number; error: unknown } | undefined;
  /** Queries that ended, one way or the other. */
  readonly queries: number;
  /** Those that failed, but for {@link Traffic.duplicates}. */
  readonly errors: number;
  /**
   * Those that failed since there is a row with the same key: code that tries
   * and sees lives with them.
   */
  readonly duplicates: number;
  /** Of those that ended in the last five to ten minutes. */
  times(): Durations;
  /** Those that the server answered without an error, duplicates included. */
  readonly succeeded: TotalDurations;
  /** Those that it answered with an error. */
  readonly failed: TotalDurations;
  /** The statements in which most time was spent, the first of them first. */
  slowestStatements(most: number): Statement[];
  /** Why queries failed, the newest first. */
  failures(): QueryFailure[];
  /** Statements that fail each time, the newest first. */
  failingStatements(): FailingStatement[];
}

/**
 * How long things took since the process started. In a rush some are timed, each of
 * which stands for those that were not: counts are estimates then.
 *
 * @public
 */
export interface TotalDurations {
  /** `limitsMs` are milliseconds, ascending. */
  upTo(limitsMs: readonly number[]): DurationTotals;
}

/**
 * Counts and sums of durations, which never fall.
 *
 * @public
 */
export interface DurationTotals {
  /** How many took at most as long as each of the limits. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sumMs: number;
}

/**
 * How long the plugin waited for connections. Ours are not counted.
 *
 * @public
 */
export interface PoolWaits {
  /**
   * From the request of a connection to its receipt, of those that ended in the
   * last five to ten minutes.
   */
  times(): Durations;
  /** Likewise, of all, those that ended without a connection included. */
  readonly total: TotalDurations;
  /**
   * How long the first of those that wait now has waited; 0 for none. Of a rush not
   * each request is timed: one that was not has waited since this was first asked.
   */
  readonly oldestMs: number;
  /** Requests that got no connection in time, since the process started. */
  readonly timeouts: number;
  /** Connections that could not be opened, since the process started. */
  readonly createFailures: number;
  /**
   * Since when connections are being opened without any answer; epoch milliseconds.
   * Absent for the first 4 s, and once one was opened or refused.
   */
  readonly unansweredSince: number | undefined;
  /** Of those since one could be opened, the first; epoch milliseconds. */
  readonly createFailingSince: number | undefined;
  /** The newest of those; epoch milliseconds. */
  readonly lastCreateFailureAt: number | undefined;
  /** Its error; `undefined` where there is none. */
  readonly createFailure: unknown;
}

/**
 * A ledger as a plugin's own `knex.migrate` named it.
 *
 * @public
 */
export interface ObservedLedger {
  readonly table: string;
  readonly schema?: string;
  readonly directory: string | null;
  /** All its folders, the first included, where it has several. */
  readonly directories?: readonly string[];
  readonly package: string | null;
  /** Sources that ran on the same ledger before, other than the last one. */
  readonly otherSources: readonly LedgerSource[];
  readonly validationDisabled: boolean;
  readonly runningSince?: number;
  readonly lastRun?: LedgerRun;
  /**
   * When the last run ended that did not fail just as the one before, epoch
   * milliseconds.
   */
  readonly newsAt?: number;
  /**
   * Names of all migrations of the source, in its order. A folder is read
   * once per process. Rejects where the source does.
   */
  getNames(): Promise<readonly string[]>;
}

/**
 * One connection of the plugin's pool. Exactly one of the two must be called.
 *
 * @public
 */
export interface Lease {
  /** The driver's own connection; queries on it raise no knex events. */
  readonly connection: unknown;
  /** Gives it back whole. */
  release(): void;
  /** Gives it back so that the pool closes it: its state is not known. */
  discard(reason: Error): void;
}

/**
 * All observations of this process.
 *
 * @public
 */
export interface DatabaseObservations {
  list(): readonly Observation[];
  get(pluginId: string): Observation | undefined;
  /**
   * Calls at every start and end of a run of migrations. What the listener
   * throws is dropped: it must never reach the plugin that migrates.
   */
  onMigrationRun(listener: MigrationRunListener): void;
  /**
   * What lies in a folder on disk, read once per process. Rejects as the disk
   * does, and is then tried again when asked again.
   */
  listFolder(folder: string): Promise<readonly FolderEntry[]>;
}

/**
 * What lies in a folder.
 *
 * @public
 */
export interface FolderEntry {
  readonly name: string;
  /** A symbolic link to a folder is none. */
  readonly isFolder: boolean;
}

/**
 * Called when a run of migrations has begun or ended; `ledger` says which.
 *
 * @public
 */
export type MigrationRunListener = (
  observation: Observation,
  ledger: ObservedLedger,
) => void;

/**
 * The pool had no free place: a reading, not something to queue behind.
 *
 * @public
 */
export class PoolFullError extends Error {
  override name = 'PoolFullError';
}

export type { ConfiguredDatabase };
