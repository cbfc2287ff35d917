import type { EngineDatabase } from '../../types';
import { stat } from 'node:fs/promises';
import type { Size } from '../../../pure/facts';
import { fileOf } from '../session/file';

/** The database file, free pages included, without its write-ahead log. */
export async function readSize(db: EngineDatabase): Promise<Size> {
  const [row] = await db.read(query =>
    query<{ bytes: number; freeBytes: number; tables: number }>(`
      select
        page_count * page_size as bytes,
        freelist_count * page_size as freeBytes,
        (
          select count(*)
          from sqlite_master
          where type = 'table' and name not like 'sqlite\\_%' escape '\\'
        ) as tables
      from pragma_page_count, pragma_page_size, pragma_freelist_count`),
  );
  const file = await fileOf(db);
  const walBytes = file === undefined ? undefined : await sizeOf(`${file}-wal`);
  return {
    bytes: row.bytes,
    approximate: false,
    tables: row.tables,
    freeBytes: row.freeBytes,
    ...(walBytes !== undefined && { walBytes }),
  };
}

/** `undefined` where there is no such file: the journal is of another kind. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
