import type {
  AddedFact,
  AnyCheck,
  DatabaseHealthExtensionPoint,
  FactCatalogue,
  FactName,
  MigrationSource,
} from 'backstage-plugin-database-health-node';
import { factCatalogue } from 'backstage-plugin-database-health-node';
import { faultsOfEntry } from './facts/faultsOfEntry';

/** One whose values are known only to itself: what a list of added facts holds. */
export type AnyAddedFact = AddedFact<FactName>;

/** What other modules added, gathered before the plugin starts. */
export class Extensions implements DatabaseHealthExtensionPoint {
  readonly #checks: AnyCheck[];
  readonly #facts: AnyAddedFact[] = [];
  readonly #migrationSources: MigrationSource[] = [];

  constructor(builtIn: readonly AnyCheck[]) {
    this.#checks = [...builtIn];
  }

  get checks(): readonly AnyCheck[] {
    return this.#checks;
  }

  get facts(): readonly AnyAddedFact[] {
    return this.#facts;
  }

  /** Of the facts of this plugin, then of those that were added. */
  get catalogue(): FactCatalogue {
    return {
      ...factCatalogue,
      ...Object.fromEntries(
        this.#facts.map(({ name, entry }) => [name, entry]),
      ),
    };
  }

  get migrationSources(): readonly MigrationSource[] {
    return this.#migrationSources;
  }

  addChecks(...checks: readonly AnyCheck[]): void {
    for (const check of checks) {
      if (this.#checks.some(({ id }) => id === check.id)) {
        throw new Error(`A check with the id '${check.id}' exists already`);
      }
      this.#checks.push(check);
    }
  }

  addFact<F extends FactName>(fact: AddedFact<F>): void {
    const { name, entry } = fact;
    if (this.catalogue[name]) {
      throw new Error(`A fact with the name '${name}' exists already`);
    }
    const [fault] = faultsOfEntry(entry);
    if (fault) {
      throw new Error(`The fact '${name}' ${fault}`);
    }
    this.#facts.push(fact as unknown as AnyAddedFact);
  }

  addMigrationSources(...sources: readonly MigrationSource[]): void {
    this.#migrationSources.push(...sources);
  }
}
