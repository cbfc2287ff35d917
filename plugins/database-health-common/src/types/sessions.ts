/**
 * Sessions that run a statement, hold a transaction open, or block others,
 * of the plugin databases of one server, or of one of them. All of it needs the
 * details permission.
 *
 * @public
 */
export interface Sessions {
  /**
   * Those that wait for others or block them first, then those that have been at
   * it for longest; at most 50 per server.
   */
  sessions: Session[];
  /** There are more than these. */
  truncated: boolean;
  /** Of some sessions the role may not know what they do. */
  partial: boolean;
  /** When they were read, ISO 8601 UTC. */
  at: string;
}

/**
 * One session of a server when it was last looked at. Times are durations in
 * milliseconds by the server's clock.
 *
 * @public
 */
export interface Session {
  /** The server's number for it. */
  pid: number;
  /** The plugin database that it is in; `null` for any other one. */
  databaseId: string | null;
  /**
   * The plugin that its application name names, or where sessions have no names, as in
   * MySQL, its database; `null` where that names none.
   */
  pluginId: string | null;
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
  blockedBy: number[];
  /** How long it has waited for them, also where none of them is told. */
  blockedMs?: number;
  /** Its present statement, or its last one: `?` stands for every value. */
  statement: string;
}
