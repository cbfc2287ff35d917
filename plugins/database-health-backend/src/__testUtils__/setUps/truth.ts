import type { Engine } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';

/** Where the tables of a plugin really are. */
export interface Place {
  readonly engine: Engine;
  /** The name of the database, or of the file. */
  readonly name: string;
  /** In schema mode. */
  readonly schema?: string;
  readonly server: ServerTruth;
  /** The most connections that the plugin may open; 10 by default, 1 on SQLite. */
  readonly poolMax?: number;
  /** It is not there. */
  readonly missing?: boolean;
}

/**
 * A server as its administrator sees it, asked beside the portal. What can be asked
 * inside the process only, memory, is asked of the client of the plugin.
 */
export interface ServerTruth {
  /** What is there for plugins, strangers included: `name`, or `name.schema`. */
  names(places: readonly Place[]): Promise<string[]>;
  sizeBytes(place: Place, client: Knex | undefined): Promise<number>;
  /** The number of applied migrations of each ledger, by its table. */
  ledgers(
    place: Place,
    client: Knex | undefined,
  ): Promise<Record<string, number>>;
  /** `undefined` where there are none to count. */
  connections(): Promise<ConnectionsTruth | undefined>;
  /** What was refused for want of a right, once for each time. */
  denied(): Promise<string[]>;
}

/** What a server says of its sessions. */
export interface ConnectionsTruth {
  /** Those that plugins may open together with all others. */
  available: number;
  used: number;
  /** Of those that name a plugin of Backstage, by its id. */
  byPlugin?: Record<string, number>;
}

/** Tables that Knex keeps its migrations in, as far as their names tell. */
export const isLedger = (table: string) => table.endsWith('knex_migrations');
