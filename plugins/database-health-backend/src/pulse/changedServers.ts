import type { Readings } from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { DatabaseObservations, Observation } from '../observation/types';

/** Where several servers answer in turn, each is read no more often (ours). */
const leastTimeBetweenMs = 60_000;

export interface ChangedServersOptions {
  readonly observations: Pick<DatabaseObservations, 'list'>;
  /** What is known of a plugin database. */
  knownOf(observation: Observation): Readings;
  /** Asks for a survey of a plugin database. */
  want(databaseId: string, at: number): void;
  now(): number;
}

/**
 * Notices when another server answers at an address, as after a failover, or the
 * same one after a restart: who it is is then read anew, for all that is reached
 * there. What it counts is put down to no server until that is known.
 */
export class ChangedServers {
  readonly #options: ChangedServersOptions;
  readonly #wantedAt = new Map<string, number>();

  constructor(options: ChangedServersOptions) {
    this.#options = options;
  }

  readonly isSame = (
    observation: Observation,
    { connections }: Readings,
  ): boolean => {
    const run = valueOf(connections)?.run;
    const { identity } = this.#options.knownOf(observation);
    const known = valueOf(identity)?.server?.run;
    const isSame = run === undefined || known === undefined || run === known;
    if (!isSame) {
      this.#wantAll(observation.configured.address, run);
    }
    return isSame;
  };

  /** At once for what answers for the first time. */
  #wantAll(address: string, run: string): void {
    const { observations, want, now } = this.#options;
    const at = now();
    for (const [other, wantedAt] of this.#wantedAt) {
      // One in the future was before the clock was put back.
      if (wantedAt > at || at - wantedAt >= leastTimeBetweenMs) {
        this.#wantedAt.delete(other);
      }
    }
    const key = `${address} ${run}`;
    if (this.#wantedAt.has(key)) {
      return;
    }
    this.#wantedAt.set(key, at);
    for (const { pluginId, configured } of observations.list()) {
      if (configured.address === address) {
        want(pluginId, at);
      }
    }
  }
}
