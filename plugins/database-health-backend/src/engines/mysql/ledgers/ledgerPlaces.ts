import type { Query } from 'backstage-plugin-database-health-node';
import { sqlIdentifier } from '../../../pure/sqlIdentifier';
import type {
  LedgerPlace,
  LedgerPlaces,
  NamedLedger,
} from '../../facts/ledgerTables';

interface TableRow {
  name: string;
  /** Columns that a ledger has. */
  ledgerColumns: unknown;
  /** Columns that the table of a lock has. */
  lockColumns: unknown;
  /** Whether the server keeps names in lower case, or looks for them so. */
  foldsCase: unknown;
}

// The server lists names without opening a table. It lists no columns of one that
// another session changes, and nothing of one on which the role has no right.
const listed = `
  select
    t.table_name as name,
    coalesce(c.ledgerColumns, 0) as ledgerColumns,
    coalesce(c.lockColumns, 0) as lockColumns,
    @@lower_case_table_names <> 0 as foldsCase
  from information_schema.tables t
  left join (
    select
      table_name,
      sum(column_name in ('id', 'name', 'batch', 'migration_time')) as ledgerColumns,
      sum(column_name in ('index', 'is_locked')) as lockColumns
    from information_schema.columns
    where table_schema = database()
    group by table_name
  ) c on c.table_name = t.table_name
  where t.table_schema = database() and t.table_type = 'BASE TABLE'`;

/**
 * The ledgers of the plugin's own database, besides those that were named,
 * which may lie in another one. A place without a schema is in the own one.
 */
export async function locateLedgers(
  query: Query,
  ledgers: readonly NamedLedger[],
): Promise<LedgerPlaces> {
  const rows = await query<TableRow>(listed);
  const fold = (name: string) =>
    Number(rows[0]?.foldsCase) === 1 ? name.toLowerCase() : name;
  const tables = new Map(rows.map(row => [fold(row.name), row]));
  const exists = async (schema: string, table: string) =>
    (schema === '' && tables.has(fold(table))) ||
    !(await isMissing(query, schema, table));

  const named: LedgerPlace[] = [];
  for (const { schema = '', table } of ledgers) {
    named.push({
      schema,
      table,
      exists: await exists(schema, table),
      lockExists: await exists(schema, `${table}_lock`),
      blocked: false,
    });
  }
  const isNamed = (name: string) =>
    named.some(
      ({ schema, table }) => schema === '' && fold(table) === fold(name),
    );
  return {
    named,
    found: rows
      .filter(
        ({ name, ledgerColumns }) =>
          Number(ledgerColumns) === 4 &&
          Number(tables.get(fold(`${name}_lock`))?.lockColumns) === 2 &&
          !isNamed(name),
      )
      .map(({ name }) => ({
        schema: '',
        table: name,
        exists: true,
        lockExists: true,
        blocked: false,
        inDefaultSchema: true,
      })),
  };
}

/**
 * Whether the server says that there is no such table. All else that it may
 * say, that the role has no right or that another session locks the table, is
 * said again when the table is read.
 */
async function isMissing(
  query: Query,
  schema: string,
  table: string,
): Promise<boolean> {
  try {
    await query(`select 1 from ${nameOf(schema, table)} limit 0`);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === 'ER_NO_SUCH_TABLE';
  }
}

/** The name of a table in a place. */
export function nameOf(schema: string, table: string): string {
  return schema === ''
    ? sqlIdentifier('mysql', table)
    : sqlIdentifier('mysql', schema, table);
}
