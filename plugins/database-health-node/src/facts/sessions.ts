/**
 * Sessions that run a statement, hold a transaction open, or block others.
 *
 * @public
 */
export interface Sessions {
  /**
   * At most `mostSessions`: those that wait for others or block them, then
   * those that have been at it for longest.
   */
  sessions: readonly Session[];
  /** There are more than these. */
  truncated: boolean;
  /** Of some sessions the role may not know what they do. */
  partial: boolean;
}

/**
 * Sessions that a reading of one server holds.
 *
 * @public
 */
export const mostSessions = 50;

/**
 * One session of a server at the time of the reading. Times are durations by
 * the server's clock, in milliseconds.
 *
 * @public
 */
export interface Session {
  /** The server's number for it. */
  pid: number;
  /**
   * Whether it is one of the plugin database. Another one stands here since it
   * blocks one of those, or waits for one.
   */
  own: boolean;
  /** The database that it is connected to, as the server names it. */
  database: string;
  /**
   * The plugin that its application name names, or where sessions have no names, as in
   * MySQL, its database; `null` where that names none.
   */
  pluginId: string | null;
  /**
   * It is none of the portal: its role is none that plugins have, or it names no
   * plugin where theirs do.
   */
  stranger?: true;
  /** Who it says that it is. */
  application: string;
  user: string;
  /** The address from which it came; `null` for one on the server itself. */
  client: string | null;
  state: 'active' | 'idle-in-transaction' | 'idle';
  /** What the server does by itself, as it names it: `autovacuum worker`. */
  background?: string;
  /** How long its statement has run, or how long it has been idle. */
  stateMs: number;
  /** How long its transaction has been open; absent where there is none. */
  transactionMs?: number;
  /** What it waits for, as the server names it: `Lock: relation`. */
  waitsFor?: string;
  /**
   * The sessions that it waits for, 0 for a prepared transaction; empty where it
   * waits for none, or nothing tells for whom.
   */
  blockedBy: readonly number[];
  /** How long it has waited for them, also where none of them is told. */
  blockedMs?: number;
  /** Its present statement, or its last one, without values. */
  statement: string;
}
