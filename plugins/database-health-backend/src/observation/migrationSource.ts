import { readFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import type { FolderListings } from './folderListings';

/**
 * The merged configuration of one run of `knex.migrate`, as far as it is used.
 *
 * @internal
 */
export interface MigratorConfig {
  tableName: string;
  schemaName?: string | null;
  disableMigrationsListValidation?: boolean;
  loadExtensions?: readonly string[];
  migrationSource: {
    /** Set by the source that reads folders. */
    migrationsPaths?: readonly string[];
    sortDirsSeparately?: boolean;
    loadExtensions?: readonly string[];
    getMigrations(loadExtensions?: readonly string[]): Promise<unknown[]>;
    getMigrationName(migration: unknown): string;
  };
}

/**
 * Where the migrations of a ledger come from.
 *
 * @internal
 */
export interface MigrationFiles {
  /** The same for two sources that read the same folders the same way. */
  readonly key: string;
  /** Absolute; `null` for migrations that are made in code. */
  readonly directory: string | null;
  /** All folders, the first included, where there are several. */
  readonly directories?: readonly string[];
  readonly package: string | null;
  getNames(): Promise<readonly string[]>;
}

/**
 * The folders of migrations that this process knows, each read once however
 * many plugins run it.
 *
 * @internal
 */
export class MigrationFolders {
  readonly #listings: FolderListings;
  readonly #names = new Map<string, Promise<readonly string[]>>();
  readonly #packages = new Map<string, string | null>();

  constructor(listings: FolderListings) {
    this.#listings = listings;
  }

  filesOf(config: MigratorConfig): MigrationFiles {
    const { migrationSource, loadExtensions } = config;
    const directories = migrationSource.migrationsPaths?.map(each =>
      resolve(each),
    );
    if (!directories) {
      return codeOf(config);
    }
    const key = JSON.stringify([
      directories,
      loadExtensions,
      migrationSource.sortDirsSeparately,
    ]);
    const [directory = null] = directories;
    const packageOf = () => directory && this.#packageOf(directory);
    return {
      key,
      directory,
      ...(directories.length > 1 && { directories }),
      get package() {
        return packageOf();
      },
      getNames: () => this.#read(key, config),
    };
  }

  #read(key: string, config: MigratorConfig): Promise<readonly string[]> {
    const known = this.#names.get(key);
    if (known) {
      return known;
    }
    const names = isOfKnex(config) ? this.#namesIn(config) : namesOf(config);
    this.#names.set(key, names);
    // What could not be read is tried again at the next survey.
    names.catch(() => this.#names.delete(key));
    return names;
  }

  /** Those that the source would return, which would read its folders anew. */
  async #namesIn(config: MigratorConfig): Promise<readonly string[]> {
    const { migrationsPaths = [], sortDirsSeparately } = config.migrationSource;
    const extensions =
      config.loadExtensions ?? config.migrationSource.loadExtensions ?? [];
    const folders = await Promise.all(
      migrationsPaths.map(async each =>
        (await this.#listings.list(resolve(each))).map(({ name }) => name),
      ),
    );
    const names = sortDirsSeparately
      ? folders.flatMap(each => each.sort())
      : folders.flat().sort();
    return names.filter(name => extensions.includes(extname(name)));
  }

  #packageOf(directory: string): string | null {
    let owner = this.#packages.get(directory);
    if (owner === undefined) {
      owner = ownerOf(directory);
      this.#packages.set(directory, owner);
    }
    return owner;
  }
}

function codeOf(config: MigratorConfig): MigrationFiles {
  let names: Promise<readonly string[]> | undefined;
  return {
    key: 'code',
    directory: null,
    package: null,
    getNames() {
      if (!names) {
        names = namesOf(config);
        names.catch(() => {
          names = undefined;
        });
      }
      return names;
    },
  };
}

/** Whether it is the source that Knex makes of `directory`, and nothing else. */
function isOfKnex({ migrationSource }: MigratorConfig): boolean {
  return (
    migrationSource.constructor.name === 'FsMigrations' &&
    !Object.hasOwn(migrationSource, 'getMigrations')
  );
}

async function namesOf({
  migrationSource,
  loadExtensions,
}: MigratorConfig): Promise<readonly string[]> {
  const migrations = await migrationSource.getMigrations(loadExtensions);
  return migrations.map(each => migrationSource.getMigrationName(each));
}

/** The name of the package that a folder lies in. */
function ownerOf(directory: string): string | null {
  for (let at = directory; ; at = dirname(at)) {
    const name = nameOf(join(at, 'package.json'));
    if (name !== undefined) {
      return name;
    }
    if (at === dirname(at)) {
      return null;
    }
  }
}

/** Many a build writes a `package.json` without a name, which says nothing. */
function nameOf(manifest: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(manifest, 'utf8'));
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
