/**
 * The majors that this package can start. 14 is the oldest that Backstage 1.55
 * supports, 18 the newest; 14 is an optional dependency.
 *
 * @public
 */
export type PostgresMajor = 14 | 18;

/**
 * What `pg` and knex take as `connection`.
 *
 * @public
 */
export interface PostgresConnection {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

/**
 * One running server.
 *
 * @public
 */
export interface PostgresServer {
  readonly major: PostgresMajor;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dataDirectory: string;
  /** Connection options; `database` is `postgres` unless given. */
  connection(database?: string): PostgresConnection;
  /** The same as a URL. */
  connectionString(database?: string): string;
  /** Starts again after `stop` or `kill`, on the same port and data. */
  start(): Promise<void>;
  /** Fast shutdown: sessions are ended, data is written. */
  stop(): Promise<void>;
  /** SIGKILL of the postmaster and all its children, as a crash would. */
  kill(): Promise<void>;
  /** SIGSTOP of the postmaster and all its children: connected, but silent. */
  pause(): void;
  /** Lets a paused server go on. */
  resume(): void;
  /** Stops, and deletes the data of a temporary server. */
  dispose(): Promise<void>;
}

/**
 * Options of {@link startPostgres}.
 *
 * @public
 */
export interface StartPostgresOptions {
  /** Default 18. */
  major?: PostgresMajor;
  /**
   * Where to keep the data between runs. Without it the server is temporary:
   * its data lies in the folder for temporary files, is not synced to disk, and
   * goes with `dispose` or with the process.
   */
  dataDirectory?: string;
  /** Default: a free one. */
  port?: number;
  /** Settings for the command line of the server, e.g. `max_connections`. */
  settings?: Record<string, string>;
}
