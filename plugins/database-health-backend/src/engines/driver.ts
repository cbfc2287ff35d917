import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Connection } from '../pure/connection';

/** What may be used of a socket, one of TLS where the connection is encrypted. */
export type DriverSocket = Partial<Socket> &
  Partial<Pick<TLSSocket, 'authorized' | 'encrypted' | 'getPeerCertificate'>>;

/**
 * What is configured of one engine, and what is special of the connections that its
 * driver makes.
 */
export interface Driver {
  /** Whether a `client` of `backend.database` is one of this engine. */
  isClient(name: string): boolean;
  /** What Backstage reads of `backend.database` for this engine, besides what it reads for all. */
  readonly commonKeys: readonly string[];
  /** What Backstage and the client read of a `connection`. */
  readonly connectionKeys: readonly string[];
  /** Whether databases and schemas are made where the common `connection` leads. */
  readonly makesInCommon?: boolean;
  /** A connection that is configured as a string. Throws where it cannot be read. */
  parse(text: string): Connection;
  /**
   * Where a connection leads: `host:port`, the path of a local server's socket,
   * the path of a file, or `:memory:`.
   */
  addressOf(connection: Connection, pluginId: string): string;
  /**
   * In which database one is who names none, where a database has schemas that may be
   * divided among plugins.
   */
  defaultDatabase?(connection: Connection): string;
  /** Whether the driver can take this for `ssl`, and does not wait for ever. */
  takesSsl?(ssl: unknown): boolean;
  /** What a connection of a pool waits for, and the server's number for its session. */
  runningOf?(connection: unknown): { query: object; pid?: number } | undefined;
  /** The socket of a connection of a pool. */
  socketOf?(connection: unknown): DriverSocket | undefined;
  /** Makes a connection of a pool fit for others, where to close it would lose data. */
  reset?(connection: unknown): void;
}
