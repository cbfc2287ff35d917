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
  /**
   * Where its migrations come from: a package, a folder of it, or neither for
   * migrations that are made in code. `null` where nobody knows.
   */
  source: {
    package: string | null;
    directory: string | null;
    /** All its folders, the first included, where it has several. */
    directories?: readonly string[];
  } | null;
  /** Further sources whose migrations stand in the same ledger. */
  otherSources?: NonNullable<Ledger['source']>[];
  /**
   * The plugins whose different migrations stand in this one table, this one
   * included.
   */
  sharedBy?: string[];
  /** Against its source of files. */
  state:
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
  applied: { name: string; batch: number; appliedAt: string | null }[];
  pending: string[];
  missing: string[];
  /** Of a diverged ledger: the last migration that is in both. */
  lastCommon?: string;
  /** Pending migrations that sort before the newest applied one. */
  outOfOrder?: string[];
  /** Applied migrations whose file has changed since it was first seen. */
  changed?: string[];
  /** Its lock table, with what is known of who holds it. */
  lock: {
    state: 'free' | 'running' | 'held' | 'malformed' | 'unknown';
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
  };
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
