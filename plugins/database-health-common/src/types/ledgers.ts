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
  | 'unreadable'
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
  source: LedgerFiles | null;
  /** Further sources whose migrations stand in the same ledger. */
  otherSources?: LedgerFiles[];
  /**
   * The plugins whose different migrations stand in this one table, this one
   * included.
   */
  sharedBy?: string[];
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
  /**
   * Why it could not be read: then `applied`, `pending` and `missing` are empty, and
   * say nothing.
   */
  unreadable?: string;
  /** When it was read, ISO 8601 UTC. */
  readAt: string;
}

/**
 * Where the migrations of a ledger come from: a package, a folder of it, or
 * neither for migrations that are made in code.
 *
 * @public
 */
export interface LedgerFiles {
  package: string | null;
  directory: string | null;
  /** All its folders, the first included, where it has several. */
  directories?: readonly string[];
}

/**
 * The state of a ledger's lock table.
 *
 * @public
 */
export type LockState = 'free' | 'running' | 'held' | 'malformed' | 'unknown';

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
