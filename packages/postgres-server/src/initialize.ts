import { execFile } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account';
import type { Binaries } from './binaries';
import { makePrivateFolder } from './privateFolder';
import { temporaryFolder } from './reach';
import { fillFromTemplate } from './template';
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

/** What makes one cluster like another. */
const settings = [
  `--username=${superuser.user}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  `--locale=${locale}`,
  '--lc-messages=C',
  '--no-sync',
];

interface ToInitialize {
  binaries: Binaries;
  major: PostgresMajor;
  dataDirectory: string;
  account?: Account;
}

/**
 * Makes a database cluster unless the folder holds one already.
 *
 * @throws Error with initdb's own words when it fails, or when the folder holds
 * the data of another major.
 */
export async function initialize(options: ToInitialize): Promise<void> {
  const { major, dataDirectory, account } = options;
  if (existsSync(join(dataDirectory, 'PG_VERSION'))) {
    assertSameMajor(dataDirectory, major);
    return;
  }
  makePrivateFolder(dataDirectory, account);
  await runInitdb(options);
}

/**
 * The same for a cluster that will not be kept. All of them have one system
 * identifier, as a primary and its standbys do: what tells them apart is the port.
 */
export async function initializeTemporary(
  options: ToInitialize,
): Promise<void> {
  const { binaries, dataDirectory, account } = options;
  makePrivateFolder(dataDirectory, account);
  await fillFromTemplate(
    dataDirectory,
    {
      name: `postgres-${binaries.version}`,
      madeFrom: [settings, superuser],
      make: folder => runInitdb({ ...options, dataDirectory: folder }),
    },
    { beside: temporaryFolder(), account },
  );
}

async function runInitdb(options: ToInitialize): Promise<void> {
  const { binaries, major, dataDirectory, account } = options;
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
      [`--pgdata=${dataDirectory}`, `--pwfile=${passwordFile}`, ...settings],
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
