import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

/** What the machine has of MariaDB. */
export interface Installation {
  /** Path of the server program. */
  program: string;
  /** Folder of the SQL that makes the system tables. */
  systemTables: string;
  /** As the program names it, without what a distribution adds. */
  version: string;
}

// Where distributions put it, which is not on every user's PATH.
const systemFolders = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec'];

const found = find();

/**
 * Why no MariaDB can be started on this machine; `undefined` where it can.
 *
 * @public
 */
export const whyUnavailable: string | undefined =
  'unavailable' in found ? found.unavailable : undefined;

/**
 * Whether MariaDB can be started on this machine. Only Linux distributions and
 * Homebrew bring it, so tests that need it are skipped elsewhere.
 *
 * @public
 */
export const available: boolean = whyUnavailable === undefined;

/** @throws Error when MariaDB is not installed, naming what is missing. */
export function installation(): Installation {
  if ('unavailable' in found) {
    throw new Error(found.unavailable);
  }
  return found;
}

function findProgram(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders, ...systemFolders]
    .map(folder => join(folder, 'mariadbd'))
    .find(file => existsSync(file));
}

function findSystemTables(program: string): string | undefined {
  const prefix = resolve(dirname(realpathSync(program)), '..');
  return ['mysql', 'mariadb']
    .map(name => join(prefix, 'share', name))
    .find(folder => existsSync(join(folder, 'mysql_system_tables.sql')));
}

function find(): Installation | { unavailable: string } {
  const program = findProgram();
  if (!program) {
    return {
      unavailable:
        'This machine has no MariaDB server: there is no program mariadbd (Debian: apt-get install --no-install-recommends mariadb-server-core)',
    };
  }
  const systemTables = findSystemTables(program);
  if (!systemTables) {
    return {
      unavailable: `The SQL that makes the system tables was not found beside ${program}`,
    };
  }
  const text = execFileSync(program, ['--no-defaults', '--version'], {
    encoding: 'utf8',
  });
  const [, version] = /Ver (\d+\.\d+\.\d+)/.exec(text) ?? [];
  return version
    ? { program, systemTables, version }
    : { unavailable: `${program} does not say its version` };
}
