import { existsSync, realpathSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Account, serverAccount } from './account';

const ENTER = 0o1;

function mayEnter(folder: string, account: Account): boolean {
  const { uid, gid, mode } = statSync(folder);
  if (uid === account.uid) {
    return Boolean((mode >> 6) & ENTER);
  }
  if (gid === account.gid) {
    return Boolean((mode >> 3) & ENTER);
  }
  return Boolean(mode & ENTER);
}

function nearestExisting(folder: string): string {
  let nearest = path.resolve(folder);
  while (!existsSync(nearest)) {
    nearest = path.dirname(nearest);
  }
  return realpathSync(nearest);
}

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
    const parent = path.dirname(current);
    if (parent === current) {
      return true;
    }
    current = parent;
  }
}

/** The folder for temporary files, or `/tmp` where root's own is closed to the server. */
export function temporaryFolder(): string {
  return canPostgresUse(os.tmpdir()) ? os.tmpdir() : '/tmp';
}
