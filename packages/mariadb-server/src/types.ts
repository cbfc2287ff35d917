/**
 * What `mysql2` and knex take as `connection`.
 *
 * @public
 */
export interface MariadbConnection {
  host: string;
  port: number;
  user: string;
  password: string;
  database?: string;
}

/**
 * One running server.
 *
 * @public
 */
export interface MariadbServer {
  /** As the program names it, without what a distribution adds: `10.11.19`. */
  readonly version: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dataDirectory: string;
  /** Connection options of the superuser; without a database unless given. */
  connection(database?: string): MariadbConnection;
  /** Starts again after `stop` or `kill`, on the same port and data. */
  start(): Promise<void>;
  /** A shutdown in order: sessions are ended, data is written. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** SIGSTOP: connected, but silent. */
  pause(): void;
  /** Lets a paused server go on. */
  resume(): void;
  /** Stops, and deletes the data. */
  dispose(): Promise<void>;
}

/**
 * Options of {@link startMariadb}.
 *
 * @public
 */
export interface StartMariadbOptions {
  /** Settings for the command line of the server, e.g. `max_connections`. */
  settings?: Record<string, string>;
}
