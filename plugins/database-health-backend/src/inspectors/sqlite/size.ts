import type {
  ObservedDatabase,
  Size,
} from 'backstage-plugin-database-health-node';

/**
 * The database file, free pages included, without its write-ahead log.
 *
 * @internal
 */
export async function readSize(db: ObservedDatabase): Promise<Size> {
  const [row] = await db.read(query =>
    query<{ bytes: number; tables: number }>(`
      select
        page_count * page_size as bytes,
        (
          select count(*)
          from sqlite_master
          where type = 'table' and name not like 'sqlite\\_%' escape '\\'
        ) as tables
      from pragma_page_count, pragma_page_size`),
  );
  return { bytes: row.bytes, approximate: false, tables: row.tables };
}
