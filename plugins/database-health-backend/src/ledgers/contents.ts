import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Checksums of migration files, each file read once per process. */
export class MigrationContents {
  readonly #checksums = new Map<string, Promise<string | undefined>>();

  /** Names of files that cannot be read are left out. */
  async checksumsOf(
    directory: string,
    names: readonly string[],
  ): Promise<Map<string, string>> {
    const checksums = await Promise.all(
      names.map(
        async name => [name, await this.#checksumOf(directory, name)] as const,
      ),
    );
    return new Map(
      checksums.filter(
        (each): each is [string, string] => each[1] !== undefined,
      ),
    );
  }

  #checksumOf(directory: string, name: string): Promise<string | undefined> {
    const path = join(directory, name);
    let checksum = this.#checksums.get(path);
    if (!checksum) {
      checksum = readFile(path).then(
        content => createHash('sha256').update(content).digest('hex'),
        () => undefined,
      );
      this.#checksums.set(path, checksum);
    }
    return checksum;
  }
}
