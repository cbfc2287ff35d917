import type { EngineDatabase } from '../../types';
import type { Size } from '../../../pure/facts';
import { measure } from '../relations/measure';

interface Row {
  /** PostgreSQL's `bigint` comes as text. */
  bytes: string;
  tables: number;
}

const databaseSize = `
  select
    pg_database_size(current_database()) as bytes,
    (
      select count(*)::int
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p')
        and n.nspname <> 'information_schema'
        and left(n.nspname, 3) <> 'pg_'
    ) as tables`;

/**
 * In database mode the size of the whole database, system catalogs included;
 * in schema mode that of the schema's relations with their indexes and TOAST.
 */
export async function readSize(db: EngineDatabase): Promise<Size> {
  if (db.observation.configured.schema !== undefined) {
    const { totalBytes, approximate, tableCount } = await measure(db);
    return { bytes: totalBytes, approximate, tables: tableCount };
  }
  const [row] = await db.read(query => query<Row>(databaseSize));
  return { bytes: Number(row.bytes), approximate: false, tables: row.tables };
}
