import type { Engine } from 'backstage-plugin-database-health-common';
import type {
  Inspector,
  ObservedDatabase,
} from 'backstage-plugin-database-health-node';
import type { Observation } from '../observation/types';

/** All that the rest of the backend needs to know of one engine. */
export interface EngineAdapter {
  readonly inspector: Inspector<EngineDatabase>;
  /** One round trip on a leased connection, outside any transaction. */
  ping(connection: unknown): Promise<void>;
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

/** Every engine, by its name. */
export type Engines = Readonly<Record<Engine, EngineAdapter>>;

/** A plugin database as the readers of the engines see it. */
export interface EngineDatabase extends ObservedDatabase {
  readonly observation: Observation;
}

/**
 * One plugin database for the length of one survey or one pulse. Reads run one
 * after the other.
 */
export interface OpenDatabase extends EngineDatabase {
  /** Gives the connection back. Safe to call again, and after a failure. */
  close(): void;
}
