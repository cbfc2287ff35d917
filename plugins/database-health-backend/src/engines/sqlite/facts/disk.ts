import type { EngineDatabase } from '../../types';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Disk } from '../../../pure/facts';
import { fileOf } from '../session/file';

/** The file system of the folder in which the file lies. */
export async function readDisk(db: EngineDatabase): Promise<Disk | null> {
  const file = await fileOf(db);
  if (file === undefined) {
    return null;
  }
  const { blocks, bavail, bsize } = await statfs(dirname(file));
  return { totalBytes: blocks * bsize, freeBytes: bavail * bsize };
}
