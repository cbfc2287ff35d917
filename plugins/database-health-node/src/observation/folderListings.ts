import { readdir } from 'node:fs/promises';
import type { FolderEntry } from './types';

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
    const listing = readdir(folder, { withFileTypes: true }).then(entries =>
      entries.map(entry => ({
        name: entry.name,
        isFolder: entry.isDirectory(),
      })),
    );
    this.#listings.set(folder, listing);
    listing.catch(() => this.#listings.delete(folder));
    return listing;
  }
}
