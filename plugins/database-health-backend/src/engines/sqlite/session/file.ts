import type { EngineDatabase } from '../../types';

/** The path of the database file; `undefined` for one in memory. */
export async function fileOf(db: EngineDatabase): Promise<string | undefined> {
  const [row] = await db.read(query =>
    query<{ file: string | null }>(
      `select file from pragma_database_list where name = 'main'`,
    ),
  );
  return row.file || undefined;
}
