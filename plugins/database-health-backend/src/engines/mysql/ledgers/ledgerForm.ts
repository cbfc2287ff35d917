// Whoever may make tables in a plugin's database may make others than plain ones:
// a view calls functions with the rights of the one who reads it, a table of a
// remote or merging engine leads elsewhere, and a generated column is computed
// when it is read.

/** Engines whose tables hold their own rows. */
const storing = ['innodb', 'aria', 'myisam', 'rocksdb', 'ndbcluster', 'ndb'];

const numbers = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'];
const texts = ['char', 'varchar', 'tinytext', 'text'];
const times = ['timestamp', 'datetime'];

const list = (words: readonly string[]) =>
  words.map(word => `'${word}'`).join(', ');

const isOf = (columns: readonly string[], types: readonly string[]) =>
  `column_name in (${list(columns)}) and data_type in (${list(types)})`;

/** How many columns of a ledger, and of the table of its lock, a table has. */
export const namedColumns = `
  sum(column_name in ('id', 'name', 'batch', 'migration_time')) as ledgerColumns,
  sum(column_name in ('index', 'is_locked')) as lockColumns`;

/** The same of those that are as Knex makes them, and not computed. */
export const plainColumns = `
  sum(coalesce(generation_expression, '') = '' and (
    ${isOf(['id', 'batch'], numbers)}
    or ${isOf(['name'], texts)}
    or ${isOf(['migration_time'], times)}
  )) as plainLedgerColumns,
  sum(
    coalesce(generation_expression, '') = ''
    and ${isOf(['index', 'is_locked'], numbers)}
  ) as plainLockColumns`;

/** A table of `information_schema`, with its columns counted. */
export interface TableRow {
  name: string;
  type: string;
  engine: string | null;
  ledgerColumns: unknown;
  lockColumns: unknown;
  plainLedgerColumns: unknown;
  plainLockColumns: unknown;
  /** Whether the server keeps names in lower case, or looks for them so. */
  foldsCase: unknown;
}

/** Of a table that another session changes the server tells its name only. */
export function isChanging({ type, engine }: TableRow): boolean {
  return type === 'BASE TABLE' && engine === null;
}

function isTable({ type, engine }: TableRow): boolean {
  return type === 'BASE TABLE' && storing.includes(`${engine}`.toLowerCase());
}

export function isPlainLedger(table: TableRow): boolean {
  return isTable(table) && Number(table.plainLedgerColumns) === 4;
}

export function isPlainLock(table: TableRow): boolean {
  return isTable(table) && Number(table.plainLockColumns) === 2;
}
