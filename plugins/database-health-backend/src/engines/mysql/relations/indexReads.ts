import type { Query } from 'backstage-plugin-database-health-node';
import { mostRelations } from '../../../pure/facts';
import { unlessDenied } from '../session/denied';

/** An index, by the names of its table and its own. */
export interface IndexName {
  readonly table: string;
  readonly name: string;
}

interface Row extends IndexName {
  rows: unknown;
}

// Of both, the rows of what was never used may lack: here since the server began to
// count, there also because it does not have the table open.
const ofUserStatistics = `
  select table_name as \`table\`, index_name as name, rows_read as \`rows\`
  from information_schema.index_statistics
  where table_schema = database() and (table_name, index_name) in (?)
  limit ${mostRelations}`;

const measured = 'performance_schema.table_io_waits_summary_by_index_usage';

const ofPerformanceSchema = `
  select object_name as \`table\`, index_name as name, count_read as \`rows\`
  from ${measured}
  where object_schema = database() and (object_name, index_name) in (?)
  limit ${mostRelations}`;

/**
 * The rows that were read by each of these indexes since the server counts, where it
 * does and the role may know: by `userstat`, which is MariaDB's, or
 * `performance_schema`. What it says nothing of is absent.
 */
export async function readIndexReads(
  query: Query,
  indexes: readonly IndexName[],
): Promise<(index: IndexName) => number | undefined> {
  if (indexes.length === 0) {
    return () => undefined;
  }
  const settings = await query<{ Variable_name: string; Value: string }>(
    `show global variables where variable_name in ('userstat', 'performance_schema')`,
  );
  const isOn = (name: string) =>
    settings.some(
      ({ Variable_name, Value }) => Variable_name === name && Value === 'ON',
    );
  const names = [indexes.map(({ table, name }) => [table, name])];
  if (isOn('userstat')) {
    const reads = byName(await query<Row>(ofUserStatistics, names));
    return index => reads.get(keyOf(index)) ?? 0;
  }
  const rows = isOn('performance_schema')
    ? await unlessDenied(query, [measured], () =>
        query<Row>(ofPerformanceSchema, names),
      )
    : null;
  const reads = byName(rows ?? []);
  return index => reads.get(keyOf(index));
}

function byName(rows: readonly Row[]): ReadonlyMap<string, number> {
  return new Map(rows.map(row => [keyOf(row), Number(row.rows)]));
}

function keyOf({ table, name }: IndexName): string {
  return JSON.stringify([table, name]);
}
