import type { MigrationSource } from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../pure/facts';
import type { InstalledPackages } from './installedPackages';
import type { MigrationFolder } from './migrationFolders';

/** A ledger that shares fewer names than this with a folder is not its own. */
const leastShare = 0.5;

/**
 * Finds the files of ledgers that the plugin did not run in this process:
 * first with what modules added, then among the installed packages by the
 * names in the ledger.
 */
export class LedgerOwners {
  readonly #packages: InstalledPackages;
  readonly #added: readonly MigrationSource[];

  constructor(packages: InstalledPackages, added: readonly MigrationSource[]) {
    this.#packages = packages;
    this.#added = added;
  }

  /** `schema` is that of the plugin database, in schema mode. */
  async assign(
    { pluginId, schema }: { pluginId: string; schema?: string },
    ledgers: readonly LedgerFact[],
  ): Promise<LedgerFact[]> {
    const taken = new Set(
      ledgers.flatMap(({ source }) => source?.directory ?? []),
    );
    return Promise.all(
      ledgers.map(async ledger =>
        ledger.files === null && !ledger.unreadable
          ? (await this.#fromModule({ pluginId, schema }, ledger)) ??
            (await this.#fromPackages(pluginId, ledger, taken)) ??
            ledger
          : ledger,
      ),
    );
  }

  async #fromModule(
    { pluginId, schema }: { pluginId: string; schema?: string },
    ledger: LedgerFact,
  ): Promise<LedgerFact | undefined> {
    const source = this.#added.find(
      each =>
        each.pluginId === pluginId &&
        (each.table ?? 'knex_migrations') === ledger.table &&
        (each.schema ?? schema) === ledger.schema,
    );
    return (
      source && {
        ...ledger,
        source: {
          package: source.package ?? null,
          directory: source.directory ?? null,
        },
        files: await source.getNames().catch(() => null),
      }
    );
  }

  async #fromPackages(
    pluginId: string,
    ledger: LedgerFact,
    taken: ReadonlySet<string>,
  ): Promise<LedgerFact | undefined> {
    const names = ledger.applied.map(({ name }) => name);
    const folders = (await this.#packages.migrationFolders()).filter(
      ({ directory }) => !taken.has(directory),
    );
    const owners = ownersOf(names, pluginId, folders);
    if (owners.length === 0) {
      return undefined;
    }
    const [source, ...otherSources] = owners.map(owner => ({
      package: owner.package.name,
      directory: owner.directory,
    }));
    return {
      ...ledger,
      source,
      ...(otherSources.length > 0 && { otherSources }),
      files: [...new Set(owners.flatMap(owner => owner.names))],
    };
  }
}

/**
 * The folder that explains most of the names, then those that explain what is
 * left: two packages may have written to one ledger. None where the first does
 * not explain half of them.
 */
export function ownersOf(
  names: readonly string[],
  pluginId: string,
  folders: readonly MigrationFolder[],
): MigrationFolder[] {
  const owners: MigrationFolder[] = [];
  let left = names;
  for (;;) {
    const best = bestOwner(left, pluginId, folders);
    const share = best ? explained(left, best) / names.length : 0;
    if (!best || (owners.length === 0 && share < leastShare)) {
      return owners;
    }
    owners.push(best);
    left = left.filter(name => !best.names.includes(name));
  }
}

function bestOwner(
  names: readonly string[],
  pluginId: string,
  folders: readonly MigrationFolder[],
): MigrationFolder | undefined {
  const [best] = folders
    .filter(folder => explained(names, folder) > 0)
    .sort(
      (a, b) =>
        explained(names, b) - explained(names, a) ||
        Number(b.package.pluginId === pluginId) -
          Number(a.package.pluginId === pluginId) ||
        a.directory.localeCompare(b.directory),
    );
  return best;
}

function explained(names: readonly string[], folder: MigrationFolder): number {
  return names.filter(name => folder.names.includes(name)).length;
}
