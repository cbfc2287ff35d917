import type { Ledger } from './ledgers';

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
  /** Each ledger as the other version would find it. */
  ledgers: {
    databaseId: string;
    table: string;
    schema?: string;
    safe: boolean;
    /** Rows that would have no file, the newest first: the order to undo them. */
    missing: string[];
    /** Lines that undo them with the version that runs now, in order. */
    commands: string[];
  }[];
  /**
   * The sets of package versions that this backend ran with, newest first, the
   * present one included.
   */
  versions: {
    id: string;
    lastSeenAt: string;
    current: boolean;
    /** What differs from the version that runs now. */
    changes: { package: string; version: string | null; now: string | null }[];
  }[];
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
