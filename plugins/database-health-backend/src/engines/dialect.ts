import type { LedgerSession } from '../pure/facts';
import type { SqlSyntax } from '../pure/sqlSyntax';

/** How far the clocks of server and backend may be apart (ours). */
export const clockToleranceSeconds = 60;

/**
 * How one engine is written to, and what a person is told to do on it. Data and pure
 * functions, so that checks may use it.
 */
export interface Dialect {
  /** What Knex calls it: the `dialect` of a client. */
  readonly knexName: string;
  /**
   * What OpenTelemetry calls it, by the version of the server where that is known.
   *
   * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/db/
   */
  systemName(version?: string): string;
  readonly syntax: SqlSyntax;
  /**
   * A name as the engine quotes it, whatever it holds: `"public"."my ""table"""`.
   *
   * @param parts - The name, or what it is in and the name.
   */
  identifier(...parts: readonly string[]): string;
  /**
   * A string, whatever the session has set that reads it: a backslash may or may not
   * begin an escape. What cannot be seen is written in letters that can.
   */
  literal(text: string): string;
  /** The column `name` of a ledger, compared by letter and case. */
  readonly exactName: string;
  /**
   * Now, by the clock of the database, in milliseconds since the epoch. Whole seconds
   * would not do: two surveys may begin in one.
   */
  readonly nowMs: string;
  /** The columns of a ledger and of its lock table, as Knex makes them. */
  readonly ledgerColumns: { readonly ledger: string; readonly lock: string };
  /** The line that shows what a session does, and changes nothing. */
  lookAt?(pid: number): string;
  /** The lines that end the statement of a session, and none that began later. */
  cancel?(session: LedgerSession): string;
  /** How to find out on the server who holds a lock, as a sentence that begins small. */
  readonly lockHolders?: string;
  readonly knexCommand: KnexCommand;
  /** With what one copies a database or a schema, in words. */
  readonly backup: Readonly<Record<'database' | 'schema', string>>;
  /**
   * What a run of migrations that ended early may have left, as a sentence that
   * follows another one, where that is more than on other engines.
   */
  readonly halfDone?: string;
  /** Where the server names the statements of a deadlock, as a sentence. */
  readonly deadlocks?: string;
  /** How writes are refused by a setting, where there is one. */
  readonly readOnly?: {
    /** In words that follow "since": `read_only` is on. */
    readonly setting: string;
    /** What to do about it, as sentences. */
    readonly remedy: string;
  };
  /** What to configure so that each plugin has a place of its own, as a sentence. */
  readonly ownPlaces: string;
}

/** How Knex's own command line finds a database. No part of it holds a secret. */
export interface KnexCommand {
  /** What stands before the command so that it works in this schema. */
  inSchema?(schema: string): string;
  /** The options that lead to the database of this name. */
  connection(database: string): string;
  /** What has to be set so that they do. */
  needs(database: string): string;
}
