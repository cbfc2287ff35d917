import type { ConfiguredDatabase } from './observations';

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
