import type { EngineFact, FactOfWholeServer } from './facts/catalogue';
import type { FactName, Facts } from './facts/facts';
import type { ConfiguredDatabase } from './observations';

/**
 * The facts that one engine can read. An engine that cannot read a fact lacks
 * the key, and every check that needs it is skipped with that reason.
 *
 * @public
 */
export type Inspector<Db extends ObservedDatabase = ObservedDatabase> = {
  readonly [F in EngineFact]?: FactReader<F, Db>;
};

/**
 * Reads one fact over the one connection of a survey or a pulse. What is read of a
 * whole server is read over a connection of any plugin database on it, and of the
 * `databases` in which those lie.
 *
 * @public
 */
export type FactReader<
  F extends FactName,
  Db extends ObservedDatabase = ObservedDatabase,
> = F extends FactOfWholeServer
  ? (db: Db, databases: readonly string[]) => Promise<Facts[F]>
  : (db: Db) => Promise<Facts[F]>;

/**
 * A plugin database as a fact reader sees it, for the length of one survey or
 * one pulse.
 *
 * @public
 */
export interface ObservedDatabase {
  readonly observation: {
    readonly pluginId: string;
    /** What the configuration says. */
    readonly configured: ConfiguredDatabase;
  };
  /**
   * The number that the session was given when it was opened. The server has
   * another one for it where a pooler stands between. Absent where the driver
   * tells none.
   */
  readonly sessionId?: number;
  /**
   * Runs `work` on the one connection that the survey or the pulse holds, read
   * only, with the engine's time limits. What `work` throws is thrown.
   */
  read<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /**
   * Lets the connection be closed at the end, instead of given back, because of
   * what the server keeps for it. Absent where it keeps nothing.
   */
  retire?(reason: string): void;
}

/**
 * Runs one statement and resolves to its rows.
 *
 * @public
 */
export type Query = <Row extends object>(
  sql: string,
  parameters?: readonly unknown[],
) => Promise<Row[]>;
