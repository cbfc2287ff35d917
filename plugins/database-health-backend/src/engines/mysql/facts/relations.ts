import type { EngineDatabase } from '../../types';
import type { Query } from 'backstage-plugin-database-health-node';
import type { IndexFact, Relations, TableFact } from '../../../pure/facts';
import { mostRelations } from '../../../pure/facts';
import { largest } from '../../facts/largest';
import { type Counts, readCounts } from '../relations/counts';
import { type IndexName, readIndexReads } from '../relations/indexReads';
import { exactEngines, ownTables } from '../relations/ownTables';

/** Sizes and engine are `null` of a table that another session changes. */
interface TableRow {
  name: string;
  engine: string | null;
  isPartitioned: unknown;
  dataBytes: unknown;
  indexBytes: unknown;
  estimatedRows: unknown;
}

// A table with its partitions, whose numbers the server sums up itself. Of one that
// is changing the size is known only from what InnoDB has counted, so it comes first.
const listed = `
  select
    table_name as name,
    engine,
    coalesce(create_options, '') like '%partitioned%' as isPartitioned,
    data_length as dataBytes,
    index_length as indexBytes,
    table_rows as estimatedRows
  from ${ownTables}
  order by data_length is null desc, data_length + index_length desc, table_name
  limit ${mostRelations}`;

const unique = `
  select table_name as \`table\`, index_name as name
  from information_schema.statistics
  where table_schema = database()
    and non_unique = 0
    and seq_in_index = 1
    and (table_name, index_name) in (?)
  limit ${2 * mostRelations}`;

/**
 * The largest tables, and the largest indexes of those, by what their engines report. InnoDB reports its last count of pages,
 * and of indexes only to a role that may read its statistics; other engines report
 * no size of a single index. The clustered index of a table is its heap.
 */
export async function readRelations(db: EngineDatabase): Promise<Relations> {
  return db.read(async query => {
    const tables = await query<TableRow>(listed);
    const counts = await readCounts(
      query,
      tables.map(({ name }) => name),
    );
    const indexes = counts && largest(counts.indexes, sizeOf);
    return {
      tables: largest(
        tables.map(row => toTable(row, counts)),
        ({ totalBytes }) => totalBytes,
      ),
      indexes:
        indexes &&
        toIndexes(
          indexes,
          await readUnique(query, indexes),
          await readIndexReads(query, indexes),
        ),
    };
  });
}

async function readUnique(
  query: Query,
  indexes: Counts['indexes'],
): Promise<readonly IndexName[]> {
  return indexes.length === 0
    ? []
    : query<IndexName>(unique, [
        indexes.map(({ table, name }) => [table, name]),
      ]);
}

function sizeOf({ bytes }: { bytes: number }): number {
  return bytes;
}

function toTable(row: TableRow, counts: Counts | null): TableFact {
  const counted = counts?.tables.get(row.name);
  const numberOf = (read: unknown, fallback = 0) =>
    read === null ? fallback : Number(read);
  const heapBytes = numberOf(row.dataBytes, counted?.clusteredBytes);
  const indexBytes = numberOf(row.indexBytes, counted?.otherBytes);
  return {
    name: row.name,
    kind: Number(row.isPartitioned) === 1 ? 'partitioned' : 'table',
    totalBytes: heapBytes + indexBytes,
    heapBytes,
    toastBytes: 0,
    indexBytes,
    approximate: !exactEngines.includes(row.engine ?? ''),
    estimatedRows:
      row.estimatedRows === null
        ? counted?.rows ?? null
        : Number(row.estimatedRows),
    ...(counted && { lastAnalyzeAt: counted.at }),
  };
}

function toIndexes(
  indexes: Counts['indexes'],
  uniqueRows: readonly IndexName[],
  readsOf: (index: IndexName) => number | undefined,
): IndexFact[] {
  const keyOf = ({ table, name }: IndexName) => JSON.stringify([table, name]);
  const isUnique = new Set(uniqueRows.map(keyOf));
  return indexes.map((index): IndexFact => {
    const rowsRead = readsOf(index);
    return {
      ...index,
      approximate: true,
      ...(rowsRead !== undefined && { rowsRead }),
      unique: isUnique.has(keyOf(index)),
      valid: true,
    };
  });
}
