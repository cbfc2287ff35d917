import type {
  AnyCheck,
  DatabaseHealthExtensionPoint,
  MigrationSource,
} from 'backstage-plugin-database-health-node';

/** What other modules added, gathered before the plugin starts. */
export class Extensions implements DatabaseHealthExtensionPoint {
  readonly #checks: AnyCheck[];
  readonly #migrationSources: MigrationSource[] = [];

  constructor(builtIn: readonly AnyCheck[]) {
    this.#checks = [...builtIn];
  }

  get checks(): readonly AnyCheck[] {
    return this.#checks;
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

  addMigrationSources(...sources: readonly MigrationSource[]): void {
    this.#migrationSources.push(...sources);
  }
}
