import type { Query } from 'backstage-plugin-database-health-node';
import type { LedgerActivity, LedgerFact } from '../../pure/facts';
import type { Observation } from '../../observation/types';

/**
 * A ledger to read, whoever named it: the plugin's own migrations, or the
 * database, which knows of no source. Without `getNames` nobody knows its
 * files.
 */
export interface NamedLedger
  extends Pick<
    LedgerFact,
    | 'table'
    | 'schema'
    | 'source'
    | 'otherSources'
    | 'validationDisabled'
    | 'runningSince'
    | 'lastRun'
  > {
  readonly getNames?: () => Promise<readonly string[]>;
}

/**
 * Why what a ledger holds is not read though it is there: another role `owner`s
 * one of its tables; or it has not the `form` that Knex gives to it, so that to
 * read it may run what somebody else wrote.
 */
export type Distrust = 'owner' | 'form';

/** The place of a ledger in the database. */
export interface LedgerPlace {
  readonly schema: string;
  readonly table: string;
  readonly exists: boolean;
  readonly lockExists: boolean;
  /** Reading either table would wait for another session. */
  readonly blocked: boolean;
  readonly distrust?: Distrust | null;
}

/** A ledger that the database has and nobody named. */
export interface FoundLedgerPlace extends LedgerPlace {
  /** Knex looks there without being told. */
  readonly inDefaultSchema: boolean;
}

/** The ledgers of one plugin database, each once. */
export interface LedgerPlaces {
  /** One for each ledger that was named, in the same order. */
  readonly named: readonly LedgerPlace[];
  /** Every other, in any order. */
  readonly found: readonly FoundLedgerPlace[];
}

/** Tables of one database in which ledgers are looked for (ours). */
export const mostLedgerTables = 1_000;

/** Rows that either table of a ledger may have (ours). */
export const mostLedgerRows = 10_000;

/** Sessions that a reading of a ledger holds of a kind (ours). */
export const mostLedgerSessions = 100;

/** Knex stores names as `varchar(255)`; a character has up to four bytes. */
export const longestNameBytes = 4 * 255;

/**
 * What the two tables of a ledger hold, and who uses them where the engine
 * shows it.
 */
export interface LedgerRows {
  applied: {
    name: string | null;
    batch: number | null;
    appliedAtMs: number | null;
  }[];
  lockRows: { index: number; isLocked: boolean }[] | null;
  activity?: LedgerActivity;
}

/**
 * How one engine reads ledgers: with one statement for all places and one for
 * the rows of each. What the session itself needs does not count: the begin,
 * the limits and the end of its transactions.
 */
export interface LedgerTables {
  /**
   * Finds the named ledgers and all others: tables with the columns `id`,
   * `name`, `batch` and `migration_time` beside a table with the columns
   * `index` and `is_locked`, whose name is theirs and `_lock`.
   */
  locate(
    query: Query,
    ledgers: readonly NamedLedger[],
    observation: Observation,
  ): Promise<LedgerPlaces>;
  /**
   * Called for places that exist, at least in part, and that nothing speaks
   * against. A table with more rows than `most`, or a longer name than
   * {@link longestNameBytes}, is no ledger, and is not fetched.
   */
  readRows(
    query: Query,
    place: LedgerPlace,
    observation: Observation,
    most: number,
  ): Promise<LedgerRows | 'too-large'>;
}
