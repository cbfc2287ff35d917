import { stat } from 'node:fs/promises';
import type { DatabaseFile } from '../../../pure/facts';
import { describeFailure } from '../../../failures/failure';
import type { EngineDatabase } from '../../types';
import { fileOf } from '../session/file';

/**
 * Checking reads every page while the process does nothing else: some 50 ms for
 * this many bytes that the system has in its cache (ours).
 */
const mostBytes = 32 * 1_024 ** 2;

/** The file that a connection was first seen with, by its inode. */
const inodes = new WeakMap<object, number>();

/** Whether the file is still the one that was opened, and sound. */
export async function readFile(
  db: EngineDatabase,
): Promise<DatabaseFile | null> {
  const path = await fileOf(db);
  if (path === undefined) {
    return null;
  }
  const [connection] = db.observation.pooledConnections() as object[];
  const found = await stat(path).catch(() => undefined);
  const opened = connection && inodes.get(connection);
  if (connection && found && opened === undefined) {
    inodes.set(connection, found.ino);
  }
  return {
    state: stateOf(found?.ino, opened),
    ...((found?.size ?? 0) <= mostBytes && { damaged: await isDamaged(db) }),
  };
}

function stateOf(
  inode: number | undefined,
  opened: number | undefined,
): DatabaseFile['state'] {
  if (inode === undefined) {
    return 'gone';
  }
  return opened === undefined || opened === inode ? 'opened' : 'replaced';
}

async function isDamaged(db: EngineDatabase): Promise<boolean> {
  try {
    const [row] = await db.read(query =>
      query<{ quick_check: string }>('pragma quick_check(1)'),
    );
    return row.quick_check !== 'ok';
  } catch (error) {
    if (describeFailure(error).kind === 'damaged') {
      return true;
    }
    throw error;
  }
}
