import type {
  EngineFact,
  FactCatalogue,
} from 'backstage-plugin-database-health-node';
import type { Observation } from '../observation/types';
import { engineFacts, isReadPerServer } from '../facts/catalogue';

export interface ServerTurnsOptions {
  readonly catalogue: FactCatalogue;
  /** What one look at a whole server covers; the same for all who see the same. */
  coveredBy(observation: Observation): string;
  /**
   * When a fact was last read of what this plugin database can see, by whomever;
   * `undefined` where nobody could yet.
   */
  lastReadAt(observation: Observation, fact: EngineFact): number | undefined;
}

/**
 * Who reads what is the same for all plugin databases of a server: the first of
 * them that is surveyed, so that it is read once per server and survey. Where it
 * cannot be read, the next one tries.
 */
export class ServerTurns {
  readonly #options: ServerTurnsOptions;
  readonly #taken = new Set<string>();

  constructor(options: ServerTurnsOptions) {
    this.#options = options;
  }

  /** What a survey of this plugin database reads; `end` lets others have the turn. */
  take(
    observation: Observation,
    isFresh: (readAt: number) => boolean,
  ): { facts: EngineFact[]; end(): void } {
    const { catalogue, coveredBy, lastReadAt } = this.#options;
    const place = coveredBy(observation);
    const keyOf = (fact: EngineFact) => `${place} ${fact}`;
    const isOfServer = (fact: EngineFact) => isReadPerServer(catalogue[fact]!);
    const isDue = (fact: EngineFact) => {
      const readAt = lastReadAt(observation, fact);
      return (
        !this.#taken.has(keyOf(fact)) &&
        (readAt === undefined || !isFresh(readAt))
      );
    };
    const facts = engineFacts(catalogue, 'survey').filter(
      fact => !isOfServer(fact) || isDue(fact),
    );
    const turns = facts.filter(isOfServer).map(keyOf);
    turns.forEach(turn => this.#taken.add(turn));
    return {
      facts,
      end: () => turns.forEach(turn => this.#taken.delete(turn)),
    };
  }
}
