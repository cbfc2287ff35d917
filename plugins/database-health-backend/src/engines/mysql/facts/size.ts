import type { EngineDatabase } from '../../types';
import type { Size } from '../../../pure/facts';
import { exactEngines, ownTables } from '../relations/ownTables';

/**
 * Data and indexes of all tables, as the engines of the server report them.
 * InnoDB knows them from its last count of pages, which it takes anew when a
 * tenth of a table has changed; other engines know exactly.
 */
export async function readSize(db: EngineDatabase): Promise<Size> {
  const [row] = await db.read(query =>
    query<{ bytes: unknown; approximate: unknown; tables: unknown }>(
      `
      select
        coalesce(sum(data_length + index_length), 0) as bytes,
        coalesce(max(coalesce(engine, '') not in (?)), 0) as approximate,
        count(*) as tables
      from ${ownTables}`,
      [exactEngines],
    ),
  );
  return {
    bytes: Number(row.bytes),
    approximate: Number(row.approximate) === 1,
    tables: Number(row.tables),
  };
}
