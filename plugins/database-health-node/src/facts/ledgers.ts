import type { Failure } from './pulse';
import type { ReplicaTime } from './times';

/**
 * One migrations table of Knex with its lock table, and what is known of its
 * files and runs.
 *
 * @public
 */
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
  /**
   * The plugins of this backend whose different migrations stand in this one table,
   * sorted by id; `isFirst` where this ledger is that of the first of them.
   */
  sharedBy?: { pluginIds: readonly string[]; isFirst: boolean };
  /** Names of all migrations of the source, in its order; `null` where unknown. */
  files: readonly string[] | null;
  /** Its table does not exist; then it has no rows. */
  absent?: true;
  /** The rows of the ledger in the order in which they were applied. */
  applied: readonly { name: string; batch: number; appliedAt: string | null }[];
  /** The rows of the lock table; `null` where it does not exist. */
  lockRows: readonly { index: number; isLocked: boolean }[] | null;
  /** Since when this process has seen the lock held, epoch milliseconds. */
  heldSince?: ReplicaTime;
  /** `disableMigrationsListValidation` was given: missing files are accepted. */
  validationDisabled: boolean;
  /** A run of this process that has not ended, epoch milliseconds. */
  runningSince?: ReplicaTime;
  lastRun?: LedgerRun;
  /**
   * Other living replicas of this plugin that have a file for every row which has
   * none here, or have not said yet: they are about to take the place of this one.
   */
  newerReplicas?: number;
  /** What other sessions and replicas do with it. */
  activity?: LedgerActivity;
  /** Applied migrations whose file is another than when it was first seen. */
  changed?: readonly string[];
  /** Those that changed with the version of the installed package that has them. */
  changedByUpgrade?: readonly string[];
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
  /** All its folders, the first included, where it has several. */
  directories?: readonly string[];
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
  announced?: {
    replicaId: string;
    /** Start of the run, epoch milliseconds. */
    since: ReplicaTime;
    /** Its last heartbeat is less than 37.5 s old: docs/migrations.md. */
    alive: boolean;
  };
  /** Sessions of other roles are hidden from this one. */
  partial: boolean;
}

/**
 * A session on the server that uses a ledger.
 *
 * @public
 */
export interface LedgerSession {
  /** The server's number for the session. */
  pid: number;
  /** Start of its statement or transaction, epoch milliseconds. */
  since: ReplicaTime;
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

/**
 * The last run of the migrations of a ledger that has ended.
 *
 * @public
 */
export interface LedgerRun {
  /** Start, epoch milliseconds. */
  at: ReplicaTime;
  durationMs: number;
  outcome: 'succeeded' | 'failed';
  failure?: Failure;
}
