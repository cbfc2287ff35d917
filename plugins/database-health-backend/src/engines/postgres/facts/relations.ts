import type { EngineDatabase } from '../../types';
import type { IndexFact, Relations, TableFact } from '../../../pure/facts';
import { measure, type Nullable } from '../relations/measure';

/**
 * Tables with their partitions, TOAST and indexes, in database mode those of
 * all schemas that are not the server's own.
 */
export async function readRelations(db: EngineDatabase): Promise<Relations> {
  const { tables, indexes } = await measure(db);
  return {
    tables: tables.map(table => ({
      ...withoutNulls<TableFact>(table),
      estimatedRows: table.estimatedRows,
    })),
    indexes: indexes.map(index => withoutNulls<IndexFact>(index)),
  };
}

/** What is not known is absent. */
function withoutNulls<T extends object>(row: Nullable<T>): T {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null),
  ) as T;
}
