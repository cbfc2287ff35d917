import type { LedgerFact, Query } from 'backstage-plugin-database-health-node';

/**
 * A ledger to read, whoever told of it: the plugin's own migrations today.
 * Without `getNames` nobody knows its files.
 *
 * @internal
 */
export interface NamedLedger
  extends Pick<
    LedgerFact,
    | 'table'
    | 'schema'
    | 'source'
    | 'validationDisabled'
    | 'runningSince'
    | 'lastRun'
  > {
  readonly getNames?: () => Promise<readonly string[]>;
}

/**
 * The place of a ledger in the database.
 *
 * @internal
 */
export interface LedgerPlace {
  readonly schema: string;
  readonly table: string;
  readonly exists: boolean;
  readonly lockExists: boolean;
  /** Reading either table would wait for another session. */
  readonly blocked: boolean;
}

/**
 * What the two tables of a ledger hold.
 *
 * @internal
 */
export interface LedgerRows {
  applied: { name: string; batch: number; appliedAtMs: number | null }[];
  lockRows: { index: number; isLocked: boolean }[] | null;
}

/**
 * How one engine reads ledgers.
 *
 * @internal
 */
export interface LedgerTables {
  /** The name of the lock's table is that of the ledger and `_lock`. */
  locate(
    query: Query,
    ledgers: readonly NamedLedger[],
  ): Promise<readonly LedgerPlace[]>;
  /** Called for places that exist, at least in part. */
  readRows(query: Query, place: LedgerPlace): Promise<LedgerRows>;
}
