import type { Engine } from 'backstage-plugin-database-health-common';
import type {
  EngineFact,
  FactName,
  FactOfWholeServer,
  Facts,
  ObservedDatabase,
} from 'backstage-plugin-database-health-node';
import type { Observation } from '../observation/types';
import type { DriverSocket } from './driver';
import type { Reachability } from '../pure/facts';

/** All that the rest of the backend needs to know of one engine. */
export interface EngineAdapter {
  readonly inspector: Inspector;
  /** One round trip on a leased connection, outside any transaction. */
  ping(connection: unknown): Promise<PingAnswer>;
  /**
   * Opens one plugin database for one survey or one pulse. Rejects as
   * `Observation.lease` does. When the signal aborts, what is running rejects with
   * its reason and the connection is given up.
   */
  openDatabase(
    observation: Observation,
    signal: AbortSignal,
  ): Promise<OpenDatabase>;
}

/** What the cheapest question is answered with, where the engine tells. */
export type PingAnswer = Pick<Reachability, 'readOnly'>;

/** Every engine, by its name. */
export type Engines = Readonly<Record<Engine, EngineAdapter>>;

/**
 * The facts that one engine can read. An engine that cannot read a fact lacks
 * the key, and every check that needs it is skipped with that reason.
 */
export type Inspector = {
  readonly [F in EngineFact]?: FactReader<F>;
};

/**
 * Reads one fact over the one connection of a survey or a pulse. What is read of a
 * whole server is read over a connection of any plugin database on it, and of the
 * `databases` in which those lie.
 */
export type FactReader<F extends FactName> = F extends FactOfWholeServer
  ? (db: EngineDatabase, databases: readonly string[]) => Promise<Facts[F]>
  : (db: EngineDatabase) => Promise<Facts[F]>;

/** A plugin database as the readers of the engines see it. */
export interface EngineDatabase extends ObservedDatabase {
  readonly observation: Observation;
  /** Over which it is read. */
  readonly socket?: DriverSocket;
  /**
   * Where the plugin's own session looks first, as the last read found it; `null` for
   * nowhere, `undefined` where there are no schemas.
   */
  readonly sessionSchema?: string | null;
}

/**
 * One plugin database for the length of one survey or one pulse. Reads run one
 * after the other.
 */
export interface OpenDatabase extends EngineDatabase {
  /**
   * Makes the reads within `work` in one transaction, and in a new one after each
   * that fails. Only for what is read fast, and of nothing that others may have
   * made: what a statement sets is not undone. Rejects with what
   * `work` throws, and where the session is not proven unchanged at the end.
   */
  together<T>(work: () => Promise<T>): Promise<T>;
  /** Gives the connection back. Safe to call again, and after a failure. */
  close(): void;
}
