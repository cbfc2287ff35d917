import type { FactName } from './facts';
import type { ListsIn, TimesIn } from './times';

/**
 * What is known about a fact, whatever its values: all that reads, shares, ages or
 * judges facts goes by this.
 *
 * @public
 */
export interface FactEntry {
  /**
   * Of what it is: a check of a plugin database needs facts of a database or a
   * process, one of a server those of a server or a process.
   */
  readonly scope: 'database' | 'server' | 'process';
  /** Read of a whole server at once, of which each database gets its part. */
  readonly readPer?: 'server';
  /** Whether it comes anew with each pulse or with each survey. */
  readonly cadence: 'pulse' | 'survey';
  /** A reader of an engine, what this process knows, or other facts. */
  readonly from: 'engine' | 'observation' | 'derived';
  /** The clock of each of its times, by path; `none` where it has no times. */
  readonly clock: 'none' | Readonly<Record<string, 'replica' | 'server'>>;
  /** With what other replicas get it. */
  readonly shared: 'survey' | 'heartbeat' | 'none';
  /** The paths of lists that are left empty where it is shared. */
  readonly sharedWithout?: readonly string[];
  /** As what others get it, who have one of their own. */
  readonly sharedAs?: FactName;
}

/**
 * The entry of a fact with these values: each time is named with its clock, and
 * nothing else is.
 *
 * @public
 */
export interface FactEntryOf<T>
  extends Omit<FactEntry, 'clock' | 'sharedWithout'> {
  readonly clock: ClockOf<T>;
  readonly sharedWithout?: readonly ListsIn<T>[];
}

/**
 * The clock of each time in a value, by its path.
 *
 * @public
 */
export type ClockOf<T> = [TimesIn<T, 'replica' | 'server'>] extends [never]
  ? 'none'
  : {
      readonly [Clock in 'replica' | 'server' as TimesIn<T, Clock>]: Clock;
    };

/**
 * The entries of all facts, in the order in which they are read. One that lacks
 * here is a fact of another version, which nobody takes over.
 *
 * @public
 */
export type FactCatalogue = { readonly [F in FactName]?: FactEntry };
