import type {
  Identity,
  ObservedDatabase,
} from 'backstage-plugin-database-health-node';
import { basename } from 'node:path';

/** The name is the file's own, without its folder. */
export async function readIdentity(db: ObservedDatabase): Promise<Identity> {
  const [row] = await db.read(query =>
    query<{ file: string; version: string }>(`
      select file, sqlite_version() as version
      from pragma_database_list
      where name = 'main'`),
  );
  return {
    engine: 'sqlite',
    name: row.file ? basename(row.file) : ':memory:',
    version: row.version,
    role: 'primary',
    inMemory: !row.file,
  };
}
