import type { Engine } from 'backstage-plugin-database-health-common';
import type {
  Inspector,
  ObservedDatabase,
  Observation,
} from 'backstage-plugin-database-health-node';

/**
 * All that the rest of the backend needs to know of one engine.
 *
 * @internal
 */
export interface EngineAdapter {
  readonly engine: Engine;
  readonly inspector: Inspector;
  /** One round trip on a leased connection, outside any transaction. */
  ping(connection: unknown): Promise<void>;
  /**
   * Opens one plugin database for one survey. Rejects as `Observation.lease`
   * does. When the signal aborts, what is running rejects with its reason and
   * the connection is given up.
   */
  openSession(observation: Observation, signal: AbortSignal): Promise<Session>;
}

/**
 * One plugin database for the length of one survey. Reads run one after the
 * other.
 *
 * @internal
 */
export interface Session extends ObservedDatabase {
  /** Gives the connection back. Safe to call again, and after a failure. */
  close(): void;
}
