import type { Query } from 'backstage-plugin-database-health-node';
import { mostRelations } from '../../../pure/facts';
import { innodbStatistics, unlessDenied } from '../session/denied';

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

// Each partition has a row, with its table's name before the first `#P#`, which
// is written in either case.
const counted = (statistics: string) => `(
  select
    s.*,
    case
      when table_name in (?) or locate('#p#', lower(table_name)) = 0 then table_name
      else left(table_name, locate('#p#', lower(table_name)) - 1)
    end as whole
  from ${statistics} s
  where database_name = database()
) counted`;

const tableCounts = `
  select
    whole as name,
    sum(clustered_index_size) * @@innodb_page_size as clusteredBytes,
    sum(sum_of_other_index_sizes) * @@innodb_page_size as otherBytes,
    sum(n_rows) as \`rows\`,
    unix_timestamp(max(last_update)) * 1000 as at
  from ${counted('mysql.innodb_table_stats')}
  where whole in (?)
  group by whole
  limit ${mostRelations}`;

// One index of each table is its heap, and is left out later.
const indexCounts = `
  select
    whole as \`table\`,
    index_name as name,
    sum(stat_value) * @@innodb_page_size as bytes
  from ${counted('mysql.innodb_index_stats')}
  where whole in (?) and stat_name = 'size'
  group by whole, index_name
  order by sum(stat_value) desc, whole, index_name
  limit ${2 * mostRelations}`;

/**
 * The statistics that InnoDB keeps of these tables, at most `mostRelations`, in
 * tables of its own; `null` where the role may not read them.
 */
export async function readCounts(
  query: Query,
  names: readonly string[],
): Promise<Counts | null> {
  // A list without a name is not SQL, and a table without one does not exist.
  const wanted = names.length > 0 ? names : [''];
  const rows = await unlessDenied(query, innodbStatistics, async () => ({
    tables: await query<TableRow>(tableCounts, [wanted, wanted]),
    indexes: await query<IndexRow>(indexCounts, [wanted, wanted]),
  }));
  if (!rows) {
    return null;
  }
  const tables = new Map(
    rows.tables.map(row => [
      row.name,
      {
        clusteredBytes: Number(row.clusteredBytes),
        otherBytes: Number(row.otherBytes),
        rows: Number(row.rows),
        at: Number(row.at),
      },
    ]),
  );
  const indexes = rows.indexes.map(({ table, name, bytes }) => ({
    table,
    name,
    bytes: Number(bytes),
  }));
  return { tables, indexes: withoutClustered(indexes, tables) };
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
