import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import type { Account } from './account';

/** Makes a folder that belongs to the server's account alone. */
export function makePrivateFolder(folder: string, account?: Account): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  if (account) {
    chownSync(folder, account.uid, account.gid);
  }
}
