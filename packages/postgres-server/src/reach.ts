import { existsSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type Account, serverAccount } from './account';

const enterBit = 0o1;

/**
 * Whether the account that PostgreSQL runs with may enter a folder and every
 * folder above it. A folder that is not there yet is judged by the nearest one
 * that is. Matters to root only: a clone in `/root` or in a folder of `mktemp -d`
 * is closed to the user `postgres`.
 *
 * @public
 */
export function canPostgresUse(folder: string): boolean {
  const account = serverAccount();
  if (!account) {
    return true;
  }
  let current = nearestExisting(folder);
  for (;;) {
    if (!mayEnter(current, account)) {
      return false;
    }
    const parent = dirname(current);
    if (parent === current) {
      return true;
    }
    current = parent;
  }
}

/** The folder for temporary files, or `/tmp` where root's own is closed to the server. */
export function temporaryFolder(): string {
  return canPostgresUse(tmpdir()) ? tmpdir() : '/tmp';
}

function mayEnter(folder: string, account: Account): boolean {
  const { uid, gid, mode } = statSync(folder);
  if (uid === account.uid) {
    return Boolean((mode >> 6) & enterBit);
  }
  if (gid === account.gid) {
    return Boolean((mode >> 3) & enterBit);
  }
  return Boolean(mode & enterBit);
}

function nearestExisting(folder: string): string {
  let nearest = resolve(folder);
  while (!existsSync(nearest)) {
    nearest = dirname(nearest);
  }
  return realpathSync(nearest);
}
