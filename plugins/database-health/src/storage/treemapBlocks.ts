import {
  type Database,
  summable,
  type StorageReport,
  type Table,
} from 'backstage-plugin-database-health-common';

/** A part of the treemap: one plugin database, or the small ones together. */
export interface Block {
  /** Absent for the small ones together. */
  database?: Database;
  name: string;
  bytes: number;
  approximate: boolean;
  parts: readonly BlockPart[];
}

/** A table, or all that has no part of its own. */
export interface BlockPart {
  table?: Table;
  /** The database that it leads to. */
  databaseId?: string;
  name: string;
  bytes: number;
}

/** What is smaller than this part of the whole is joined with its like. */
const leastPart = { block: 0.012, table: 0.003 };

/** What fills the plugin databases, the largest first. */
export function treemapBlocks(
  databases: readonly Database[],
  { databases: stored }: Pick<StorageReport, 'databases'>,
): Block[] {
  const sized = summable(databases)
    .filter(({ size }) => size && size.bytes > 0)
    .sort((a, b) => b.size!.bytes - a.size!.bytes);
  const total = sized.reduce((sum, { size }) => sum + size!.bytes, 0);
  const large = sized.filter(
    ({ size }) => size!.bytes >= total * leastPart.block,
  );
  const small = sized.slice(large.length);
  // One alone keeps its name.
  const shown = small.length === 1 ? sized : large;
  const blocks = shown.map(database => ({
    database,
    name: database.pluginId,
    bytes: database.size!.bytes,
    approximate: database.size!.approximate,
    parts: partsOf(
      database,
      stored.find(({ databaseId }) => databaseId === database.id)?.tables,
      total * leastPart.table,
    ),
  }));
  const rest = sized.slice(shown.length);
  return rest.length === 0 ? blocks : [...blocks, joined(rest)];
}

function partsOf(
  { id, size }: Database,
  tables: readonly Table[] | null | undefined,
  leastBytes: number,
): BlockPart[] {
  const large = (tables ?? [])
    .filter(({ totalBytes }) => totalBytes >= leastBytes)
    .sort((a, b) => b.totalBytes - a.totalBytes)
    .map(table => ({
      table,
      databaseId: id,
      name: table.name,
      bytes: table.totalBytes,
    }));
  const bytes = size!.bytes - large.reduce((sum, each) => sum + each.bytes, 0);
  if (bytes <= 0) {
    return large;
  }
  const name = tables ? 'all else' : 'tables not read';
  return [...large, { databaseId: id, name, bytes }];
}

function joined(databases: readonly Database[]): Block {
  const bytes = databases.reduce((sum, { size }) => sum + size!.bytes, 0);
  return {
    name: `${databases.length} others`,
    bytes,
    approximate: databases.some(({ size }) => size!.approximate),
    parts: databases.map(({ id, pluginId, size }) => ({
      databaseId: id,
      name: pluginId,
      bytes: size!.bytes,
    })),
  };
}
