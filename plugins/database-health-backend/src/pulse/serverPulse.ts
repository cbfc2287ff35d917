import type { DatabaseObservations, Observation } from '../observation/types';
import type {
  FactCatalogue,
  Readings,
} from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import { engineFacts } from '../facts/catalogue';
import { derivedOfServerPulse, withDerived } from '../facts/derived';
import { onlyRead } from '../facts/onlyRead';
import type { EngineAdapter } from '../engines/types';
import { deadline } from '../deadline';
import type { FailureLog } from '../reading/failureLog';
import { readFacts } from '../reading/readFacts';
import { isDue, lookDeadlineMs, tickMsOf } from './rhythm';

export interface ServerPulseOptions {
  readonly observations: Pick<DatabaseObservations, 'list'>;
  readonly intervalMs: number;
  readonly catalogue: FactCatalogue;
  readonly failureLog: FailureLog;
  adapterFor(observation: Observation): EngineAdapter;
  serverIdOf(observation: Observation): string;
  /** The databases in which plugin databases of this server lie. */
  databasesOf(serverId: string): readonly string[];
  /** Whether it answered when it was last asked. */
  isAnswering(observation: Observation): boolean;
  /** Whether the survey holds a connection of this plugin's pool now. */
  isBusy(observation: Observation): boolean;
  /** Whether the server is still the one that this plugin database was read on. */
  isSame(observation: Observation, readings: Readings): boolean;
  note(serverId: string, readings: Readings): void;
  now(): number;
}

/**
 * The cheap look of this process at every server: its connections, what its
 * sessions do and what it counts. One connection of one plugin's pool is enough
 * for all of them: one that is open already, so that a server that is out of
 * connections can still say who holds them.
 */
export class ServerPulse {
  readonly #options: ServerPulseOptions;
  readonly #lookedAt = new Map<string, number>();
  /** Plugins whose role may not look into the sessions of others. */
  readonly #partlySeeing = new Set<string>();
  /** What the looks at each server came to. */
  readonly #before = new Map<string, Readings>();

  constructor(options: ServerPulseOptions) {
    this.#options = options;
  }

  /** Looks at every server that is due. Never rejects. */
  async beat(): Promise<void> {
    const servers = new Map<string, Observation[]>();
    for (const observation of this.#options.observations.list()) {
      const serverId = this.#options.serverIdOf(observation);
      servers.set(serverId, [...(servers.get(serverId) ?? []), observation]);
    }
    await Promise.all(
      [...servers]
        .filter(([serverId]) => this.#isDue(serverId))
        .map(([serverId, observations]) => this.#look(serverId, observations)),
    );
  }

  #isDue(serverId: string): boolean {
    const { intervalMs, now } = this.#options;
    return isDue(this.#lookedAt.get(serverId), now(), {
      everyMs: intervalMs,
      tickMs: tickMsOf(intervalMs),
    });
  }

  async #look(
    serverId: string,
    observations: readonly Observation[],
  ): Promise<void> {
    const observation = this.#withPlace(observations);
    if (!observation) {
      return;
    }
    const adapter = this.#options.adapterFor(observation);
    const facts = engineFacts(this.#options.catalogue, 'pulse');
    if (!facts.some(fact => adapter.inspector[fact])) {
      return;
    }
    const { now, failureLog } = this.#options;
    this.#lookedAt.set(serverId, now());
    const readings = await readFacts(adapter, observation, {
      facts,
      databases: this.#options.databasesOf(serverId),
      signal: deadline(lookDeadlineMs),
      failureLog,
      now,
    });
    this.#noteSight(observation, readings);
    if (this.#options.isSame(observation, readings)) {
      this.#options.note(serverId, this.#withBefore(serverId, readings));
    }
  }

  #noteSight({ pluginId }: Observation, { sessions }: Readings): void {
    const partial = valueOf(sessions)?.partial;
    if (partial) {
      this.#partlySeeing.add(pluginId);
    } else if (partial === false) {
      this.#partlySeeing.delete(pluginId);
    }
  }

  /**
   * One whose pool has a connection to spare, else one that may open one; of those
   * one whose role sees all. Where none does it is always the first: each sees
   * another part, and findings would come and go.
   */
  #withPlace(observations: readonly Observation[]): Observation | undefined {
    const { isAnswering, isBusy } = this.#options;
    const sightOf = ({ pluginId }: Observation) =>
      Number(this.#partlySeeing.has(pluginId));
    const places = [...observations]
      .sort((a, b) => sightOf(a) - sightOf(b))
      .filter(each => each.client && isAnswering(each) && !isBusy(each))
      .flatMap(observation => {
        const counters = observation.poolCounters();
        return counters ? [{ observation, ...counters }] : [];
      });
    const { observation } =
      places.find(({ free, pending }) => free > 0 && pending === 0) ??
      places.find(({ used, pending, max }) => used + pending < max) ??
      {};
    return observation;
  }

  #withBefore(serverId: string, readings: Readings): Readings {
    const before = this.#before.get(serverId) ?? {};
    const derived = withDerived(derivedOfServerPulse, readings, {
      before,
      at: this.#options.now(),
    });
    this.#before.set(serverId, { ...before, ...onlyRead(derived) });
    return derived;
  }
}
