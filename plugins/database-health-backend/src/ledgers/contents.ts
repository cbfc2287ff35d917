import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Checksums of migration files, each file read once per process. */
export class MigrationContents {
  readonly #checksums = new Map<string, Promise<string | undefined>>();
  readonly #versions = new Map<string, Promise<string | undefined>>();

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

  /**
   * The version of the installed package that a folder lies in; `undefined` for a
   * folder of one's own, whose version says nothing of who changed it.
   */
  versionOf(directory: string): Promise<string | undefined> {
    const version = this.#versions.get(directory) ?? versionOf(directory);
    this.#versions.set(directory, version);
    return version;
  }

  #checksumOf(directory: string, name: string): Promise<string | undefined> {
    const path = join(directory, name);
    let checksum = this.#checksums.get(path);
    if (!checksum) {
      checksum = readFile(path, 'latin1').then(
        // A checkout on Windows is no change of the file.
        content =>
          createHash('sha256')
            .update(content.replaceAll('\r\n', '\n'), 'latin1')
            .digest('hex'),
        () => undefined,
      );
      this.#checksums.set(path, checksum);
    }
    return checksum;
  }
}

async function versionOf(directory: string): Promise<string | undefined> {
  if (!directory.split(/[\\/]/).includes('node_modules')) {
    return undefined;
  }
  for (let at = directory; ; at = dirname(at)) {
    const manifest = await readFile(join(at, 'package.json'), 'utf8').then(
      text => JSON.parse(text) as { name?: string; version?: string },
      () => undefined,
    );
    if (manifest?.name) {
      return manifest.version;
    }
    if (at === dirname(at)) {
      return undefined;
    }
  }
}
