import { join } from 'node:path';
import { type FolderEntry } from '../observation/types';
import { readFolder } from '../observation/folderListings';
import type { InstalledPackage } from './installedPackages';

/** A folder of migrations of a package. */
export interface MigrationFolder {
  package: InstalledPackage;
  directory: string;
  /** In the order in which Knex applies them. */
  names: string[];
}

/** Rejects where there is no such folder. */
export type ListFolder = (directory: string) => Promise<readonly FolderEntry[]>;

/** What Knex loads from a folder of migrations where nobody says otherwise. */
const migrationFile = /\.(cjs|co|coffee|eg|iced|js|litcoffee|ls|mjs|ts)$/;

/** `migrations` with the folders in it, and `db/migrations`. */
export async function foldersOf(
  owner: InstalledPackage,
  listFolder: ListFolder,
): Promise<MigrationFolder[]> {
  const entriesOf = (directory: string) =>
    listFolder(directory).catch(() => []);
  const top = join(owner.directory, 'migrations');
  const beside = join(owner.directory, 'db', 'migrations');
  const inTop = await entriesOf(top);
  const others = [
    ...inTop
      .filter(({ isFolder }) => isFolder)
      .map(({ name }) => join(top, name)),
    beside,
  ];
  const folders = [
    { directory: top, entries: inTop },
    ...(await Promise.all(
      others.map(async directory => ({
        directory,
        entries: await entriesOf(directory),
      })),
    )),
  ];
  return folders
    .map(({ directory, entries }) => ({
      package: owner,
      directory,
      names: migrationsAmong(entries),
    }))
    .filter(({ names }) => names.length > 0);
}

/** Names of the migrations in a folder, in order; none where there is none. */
export async function listMigrations(directory: string): Promise<string[]> {
  return migrationsAmong(await readFolder(directory).catch(() => []));
}

function migrationsAmong(entries: readonly FolderEntry[]): string[] {
  return entries
    .filter(({ name, isFolder }) => !isFolder && migrationFile.test(name))
    .map(({ name }) => name)
    .sort();
}
