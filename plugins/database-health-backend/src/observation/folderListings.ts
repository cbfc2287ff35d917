import { readdir } from 'node:fs/promises';
import type { FolderEntry } from './types';

/**
 * What lies in a folder on disk now. Rejects as the disk does.
 *
 * @public
 */
export async function readFolder(folder: string): Promise<FolderEntry[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.map(entry => ({
    name: entry.name,
    isFolder: entry.isDirectory(),
  }));
}

/**
 * Folders on disk, each read once however many ask for it.
 *
 * @internal
 */
export class FolderListings {
  readonly #listings = new Map<string, Promise<readonly FolderEntry[]>>();

  /** Rejects as the disk does; then the next one who asks tries again. */
  list(folder: string): Promise<readonly FolderEntry[]> {
    const known = this.#listings.get(folder);
    if (known) {
      return known;
    }
    const listing = readFolder(folder);
    this.#listings.set(folder, listing);
    listing.catch(() => this.#listings.delete(folder));
    return listing;
  }
}
