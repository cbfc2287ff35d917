import type {
  AddedFact,
  AnyCheck,
  DatabaseHealthExtensionPoint,
  FactCatalogue,
  FactName,
  IncidentSink,
  MigrationSource,
} from 'backstage-plugin-database-health-node';
import { factCatalogue } from 'backstage-plugin-database-health-node';
import { faultsOfEntry } from './facts/faultsOfEntry';

/** One whose values are known only to itself: what a list of added facts holds. */
export type AnyAddedFact = AddedFact<FactName>;

/** The store keeps it for each message that waits. */
const longestSinkId = 100;

/** What other modules added, gathered before the plugin starts. */
export class Extensions implements DatabaseHealthExtensionPoint {
  readonly #checks: AnyCheck[];
  readonly #facts: AnyAddedFact[] = [];
  readonly #migrationSources: MigrationSource[] = [];
  readonly #incidentSinks: IncidentSink[] = [];

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

  get incidentSinks(): readonly IncidentSink[] {
    return this.#incidentSinks;
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

  addIncidentSink(sink: IncidentSink): void {
    if (this.#incidentSinks.some(({ id }) => id === sink.id)) {
      throw new Error(
        `An incident sink with the id '${sink.id}' exists already`,
      );
    }
    if (sink.id.length > longestSinkId || isOwn(sink.id)) {
      throw new Error(
        `An incident sink needs an id of 1 to ${longestSinkId} characters that is not 'events' and does not begin with 'webhook:'`,
      );
    }
    this.#incidentSinks.push(sink);
  }
}

function isOwn(id: string): boolean {
  return id === '' || id === 'events' || id.startsWith('webhook:');
}
