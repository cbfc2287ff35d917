import {
  Database,
  Index,
  qualifiedName,
  Table,
} from 'backstage-plugin-database-health-common';

/** A table or an index, with the plugin database that it is in. */
export interface RelationRow {
  key: string;
  bytes: number;
  /** With its schema where it has one. */
  name: string;
  database: Database;
}

export interface TableRow extends RelationRow {
  table: Table;
}

export interface IndexRow extends RelationRow {
  index: Index;
}

export function tableRows(
  database: Database,
  tables: readonly Table[] | null,
): TableRow[] {
  return (tables ?? []).map(table => {
    const name = qualifiedName(table);
    return {
      key: `${database.id} ${name}`,
      bytes: table.totalBytes,
      name,
      database,
      table,
    };
  });
}

export function indexRows(
  database: Database,
  indexes: readonly Index[] | null,
): IndexRow[] {
  return (indexes ?? []).map(index => {
    const name = qualifiedName(index);
    return {
      key: `${database.id} ${index.table} ${name}`,
      bytes: index.bytes,
      name,
      database,
      index,
    };
  });
}

/** The rows whose name, table or plugin has the text in it. */
export function searchRows<Row extends RelationRow>(
  rows: readonly Row[],
  text: string,
): readonly Row[] {
  const wanted = text.trim().toLocaleLowerCase();
  return rows.filter(row =>
    [
      row.name,
      row.database.pluginId,
      'index' in row ? String((row as RelationRow & IndexRow).index.table) : '',
    ].some(each => each.toLocaleLowerCase().includes(wanted)),
  );
}
