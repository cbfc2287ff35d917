import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account';
import type { Binaries } from './binaries';
import { temporaryFolder } from './reach';
import type { PostgresMajor } from './types';

const run = promisify(execFile);

/** The superuser of every server that this package makes. They listen on loopback only. */
export const superuser = { user: 'postgres', password: 'postgres' };

// Machines without generated locales (slim containers) still have C.UTF-8; macOS
// has it only of late.
const locale = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8';

/** The environment without `PG*`, which would redirect PostgreSQL's programs. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('PG')),
  );
}

/** Makes a folder that belongs to the server's account alone. */
export function makePrivateFolder(folder: string, account?: Account): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  if (account) {
    chownSync(folder, account.uid, account.gid);
  }
}

/**
 * Runs initdb unless the folder holds a database cluster already.
 *
 * @throws Error with initdb's own words when it fails, or when the folder holds
 * the data of another major.
 */
export async function initialize(options: {
  binaries: Binaries;
  major: PostgresMajor;
  dataDirectory: string;
  account?: Account;
}): Promise<void> {
  const { binaries, major, dataDirectory, account } = options;
  if (existsSync(join(dataDirectory, 'PG_VERSION'))) {
    assertSameMajor(dataDirectory, major);
    return;
  }
  makePrivateFolder(dataDirectory, account);

  const secretFolder = mkdtempSync(join(temporaryFolder(), 'initdb-'));
  const passwordFile = join(secretFolder, 'password');
  try {
    writeFileSync(passwordFile, superuser.password);
    if (account) {
      chownSync(secretFolder, account.uid, account.gid);
      chownSync(passwordFile, account.uid, account.gid);
    }
    await run(
      binaries.initdb,
      [
        `--pgdata=${dataDirectory}`,
        `--username=${superuser.user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        `--locale=${locale}`,
        '--lc-messages=C',
        '--no-sync',
      ],
      { ...account, cwd: '/', env: serverEnvironment() },
    );
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(
      `initdb of PostgreSQL ${major} failed in ${dataDirectory}: ${
        stderr?.trim() || error
      }`,
      { cause: error },
    );
  } finally {
    rmSync(secretFolder, { recursive: true, force: true });
  }
}

function assertSameMajor(dataDirectory: string, major: PostgresMajor): void {
  const found = readFileSync(join(dataDirectory, 'PG_VERSION'), 'utf8').trim();
  if (found !== String(major)) {
    throw new Error(
      `The data in ${dataDirectory} was made by PostgreSQL ${found} and cannot be used by ${major}: move or delete that folder`,
    );
  }
}
