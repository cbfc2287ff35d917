import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readFolder } from '../observation/folderListings';
import {
  foldersOf,
  type ListFolder,
  type MigrationFolder,
} from './migrationFolders';

/** A Backstage package that this backend can reach. */
export interface InstalledPackage {
  name: string;
  version: string;
  directory: string;
  /** The plugin that it belongs to, as its `package.json` says. */
  pluginId?: string;
}

interface Manifest {
  name?: string;
  version?: string;
  backstage?: { pluginId?: string };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * The Backstage packages below one package, found as Node finds them: so it is
 * the same for hoisted, nested and linked dependencies, and for a bundled
 * backend. What other packages depend on is not followed.
 */
export class InstalledPackages {
  readonly #from: string;
  readonly #listFolder: ListFolder;
  #packages: Promise<readonly InstalledPackage[]> | undefined;
  #folders: Promise<readonly MigrationFolder[]> | undefined;

  /**
   * `from` is a file or folder of the backend package; `listFolder` may know
   * folders that somebody else has read.
   */
  constructor(from: string, listFolder: ListFolder = readFolder) {
    this.#from = from;
    this.#listFolder = listFolder;
  }

  /** Read from disk once per process. */
  list(): Promise<readonly InstalledPackage[]> {
    this.#packages ??= findPackages(this.#from);
    return this.#packages;
  }

  /** All folders of migrations of all packages; read from disk once. */
  migrationFolders(): Promise<readonly MigrationFolder[]> {
    this.#folders ??= this.list().then(async packages =>
      (
        await Promise.all(
          packages.map(each => foldersOf(each, this.#listFolder)),
        )
      ).flat(),
    );
    return this.#folders;
  }

  /** The same for the same versions of the same packages. */
  async versionId(): Promise<string> {
    const versions = (await this.list())
      .map(({ name, version }) => `${name}@${version}`)
      .sort();
    return createHash('sha256').update(versions.join('\n')).digest('hex');
  }
}

async function findPackages(from: string): Promise<InstalledPackage[]> {
  const root = await closestPackage(from);
  const found = new Map<string, InstalledPackage>();
  const seen = new Set<string>();
  let next = root ? [root] : [];
  while (next.length > 0) {
    const level = await Promise.all(next.map(readPackage));
    next = [];
    for (const { manifest, directory } of level) {
      const { name, version = '', backstage } = manifest ?? {};
      const isRoot = directory === root;
      if (name && (backstage || isRoot)) {
        if (!isRoot) {
          const { pluginId } = backstage ?? {};
          found.set(directory, { name, version, directory, pluginId });
        }
        next.push(...(await dependenciesOf(manifest!, directory, seen)));
      }
    }
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

async function dependenciesOf(
  { dependencies, optionalDependencies }: Manifest,
  directory: string,
  seen: Set<string>,
): Promise<string[]> {
  const names = Object.keys({ ...dependencies, ...optionalDependencies });
  const folders = await Promise.all(
    names.map(name => resolve(name, directory)),
  );
  return folders.filter((folder): folder is string => {
    const isNew = folder !== undefined && !seen.has(folder);
    if (isNew) {
      seen.add(folder);
    }
    return isNew;
  });
}

/** As Node looks for a package: upwards, through `node_modules`. */
async function resolve(
  name: string,
  from: string,
): Promise<string | undefined> {
  for (let at = from; ; at = dirname(at)) {
    const folder = await realpath(join(at, 'node_modules', name)).catch(
      () => undefined,
    );
    if (folder !== undefined) {
      return folder;
    }
    if (at === dirname(at)) {
      return undefined;
    }
  }
}

async function closestPackage(from: string): Promise<string | undefined> {
  for (let at = from; ; at = dirname(at)) {
    const { manifest } = await readPackage(at);
    if (manifest?.name) {
      return realpath(at);
    }
    if (at === dirname(at)) {
      return undefined;
    }
  }
}

async function readPackage(directory: string) {
  const manifest = await readFile(join(directory, 'package.json'), 'utf8').then(
    text => JSON.parse(text) as Manifest,
    () => undefined,
  );
  return { directory, manifest };
}
