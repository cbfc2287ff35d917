import { realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Identity } from '../../../pure/facts';
import type { EngineDatabase } from '../../types';

/**
 * The name is the file's own, without its folder. A file is its own server: by
 * where it really lies, so that it is one however many links lead there.
 */
export async function readIdentity(db: EngineDatabase): Promise<Identity> {
  const [row] = await db.read(query =>
    query<{ file: string; version: string }>(`
      select file, sqlite_version() as version
      from pragma_database_list
      where name = 'main'`),
  );
  // One that was deleted while it is open lies nowhere.
  const key = row.file && (await realpath(row.file).catch(() => row.file));
  return {
    engine: 'sqlite',
    name: row.file ? basename(row.file) : ':memory:',
    version: row.version,
    role: 'primary',
    inMemory: !row.file,
    ...(key && { server: { key, run: key } }),
  };
}
