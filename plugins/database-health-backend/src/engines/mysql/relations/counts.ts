import type { Query } from 'backstage-plugin-database-health-node';
import { unlessDenied } from '../session/denied';

/** What InnoDB last counted of one table with its partitions. */
export interface TableCount {
  readonly clusteredBytes: number;
  readonly otherBytes: number;
  readonly rows: number;
  /** When it last counted, epoch milliseconds. */
  readonly at: number;
}

export interface Counts {
  readonly tables: ReadonlyMap<string, TableCount>;
  /** All but the clustered ones. */
  readonly indexes: readonly { table: string; name: string; bytes: number }[];
}

interface TableRow {
  name: string;
  clusteredBytes: unknown;
  otherBytes: unknown;
  rows: unknown;
  at: unknown;
}

interface IndexRow {
  table: string;
  name: string;
  bytes: unknown;
}

const tableCounts = `
  select
    table_name as name,
    clustered_index_size * @@innodb_page_size as clusteredBytes,
    sum_of_other_index_sizes * @@innodb_page_size as otherBytes,
    n_rows as \`rows\`,
    unix_timestamp(last_update) * 1000 as at
  from mysql.innodb_table_stats
  where database_name = database()`;

const indexCounts = `
  select
    table_name as \`table\`,
    index_name as name,
    stat_value * @@innodb_page_size as bytes
  from mysql.innodb_index_stats
  where database_name = database() and stat_name = 'size'`;

/**
 * The statistics that InnoDB keeps in tables of its own; `null` where the role
 * may not read them. Each partition has a row, with its table's name before
 * the first `#P#`, written in either case.
 */
export async function readCounts(
  query: Query,
  isTable: (name: string) => boolean,
): Promise<Counts | null> {
  const rows = await unlessDenied(async () => ({
    tables: await query<TableRow>(tableCounts),
    indexes: await query<IndexRow>(indexCounts),
  }));
  if (!rows) {
    return null;
  }
  const nameOf = (name: string) =>
    isTable(name) ? name : name.replace(/#p#.*$/is, '');
  const tables = new Map<string, TableCount>();
  for (const row of rows.tables) {
    const name = nameOf(row.name);
    const sum = tables.get(name);
    tables.set(name, {
      clusteredBytes: Number(row.clusteredBytes) + (sum?.clusteredBytes ?? 0),
      otherBytes: Number(row.otherBytes) + (sum?.otherBytes ?? 0),
      rows: Number(row.rows) + (sum?.rows ?? 0),
      at: Math.max(Number(row.at), sum?.at ?? 0),
    });
  }
  const indexes = new Map<string, Counts['indexes'][number]>();
  for (const row of rows.indexes) {
    const table = nameOf(row.table);
    const key = JSON.stringify([table, row.name]);
    const bytes = Number(row.bytes) + (indexes.get(key)?.bytes ?? 0);
    indexes.set(key, { table, name: row.name, bytes });
  }
  return { tables, indexes: withoutClustered([...indexes.values()], tables) };
}

/** The one without a name of the user, else the primary key, else the first of that size. */
function withoutClustered(
  indexes: readonly Counts['indexes'][number][],
  tables: ReadonlyMap<string, TableCount>,
): Counts['indexes'] {
  const clustered = new Map<string, string>();
  for (const { table, name, bytes } of indexes) {
    const named = name === 'PRIMARY' || name === 'GEN_CLUST_INDEX';
    const alike = bytes === tables.get(table)?.clusteredBytes;
    if (named || (alike && !clustered.has(table))) {
      clustered.set(table, name);
    }
  }
  return indexes.filter(({ table, name }) => clustered.get(table) !== name);
}
