import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account';
import { makePrivateFolder } from './privateFolder';

const run = promisify(execFile);

/**
 * What every new server of a kind begins with.
 *
 * @public
 */
export interface Template {
  /** The program with its version. */
  name: string;
  /** All else that its content follows from. */
  madeFrom: unknown;
  /** Fills an empty folder. */
  make(folder: string): Promise<void>;
}

/**
 * Fills an empty folder with the first data of a server. To make them takes a core
 * for a second or more, so that is done once on a machine, and they are copied from
 * then on.
 *
 * @param options - `beside` is the folder in which the one to copy is kept, and
 * `account` who owns it.
 *
 * @public
 */
export async function fillFromTemplate(
  folder: string,
  template: Template,
  options: { beside: string; account?: Account },
): Promise<void> {
  const { name, madeFrom, make } = template;
  const { beside, account } = options;
  const kept = join(beside, `${name}-template-${shortHash(madeFrom)}`);
  // Windows has no `cp`.
  if (process.platform === 'win32' || isOfOthers(kept, account)) {
    await make(folder);
    return;
  }
  if (!isWhole(kept)) {
    await keep(kept, make, account);
  }
  await run('cp', ['-a', `${kept}/data/.`, folder], { ...account, cwd: '/' });
}

function shortHash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value))
    .digest('hex')
    .slice(0, 8);
}

/** Anyone may make folders where temporary files lie: trust only our own. */
function isOfOthers(folder: string, account?: Account): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  const uid = account?.uid ?? process.getuid?.();
  return stats !== undefined && !(stats.isDirectory() && stats.uid === uid);
}

/** Systems delete old files where temporary ones lie, this one among them. */
function isWhole(kept: string): boolean {
  return existsSync(join(kept, 'whole'));
}

async function keep(
  kept: string,
  make: Template['make'],
  account?: Account,
): Promise<void> {
  const draft = mkdtempSync(`${kept}-`);
  try {
    makePrivateFolder(draft, account);
    const data = join(draft, 'data');
    makePrivateFolder(data, account);
    await make(data);
    writeFileSync(join(draft, 'whole'), '');
    if (!isWhole(kept)) {
      rmSync(kept, { recursive: true, force: true });
      renameSync(draft, kept);
    }
  } catch (error) {
    // Another process may have finished the same first.
    if (!isWhole(kept)) {
      throw error;
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
