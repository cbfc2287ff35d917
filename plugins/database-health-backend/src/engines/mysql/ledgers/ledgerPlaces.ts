import type { Query } from 'backstage-plugin-database-health-node';
import {
  type LedgerPlace,
  type LedgerPlaces,
  mostLedgerTables,
  type NamedLedger,
} from '../../facts/ledgerTables';
import { mysqlDialect } from '../dialect';
import {
  isChanging,
  isPlainLedger,
  isPlainLock,
  namedColumns,
  plainColumns,
  type TableRow,
} from './ledgerForm';

// The server lists names without opening a table. It lists no columns of one that
// another session changes, and nothing of one on which the role has no right. What
// was named comes first.
const listed = (schema: string) => `
  select
    t.table_name as name,
    t.table_type as type,
    t.engine as engine,
    coalesce(c.ledgerColumns, 0) as ledgerColumns,
    coalesce(c.lockColumns, 0) as lockColumns,
    coalesce(c.plainLedgerColumns, 0) as plainLedgerColumns,
    coalesce(c.plainLockColumns, 0) as plainLockColumns,
    @@lower_case_table_names <> 0 as foldsCase
  from information_schema.tables t
  left join (
    select table_name, ${namedColumns}, ${plainColumns}
    from information_schema.columns
    where table_schema = ${schema}
    group by table_name
  ) c on c.table_name = t.table_name
  where t.table_schema = ${schema}
    and (t.table_name in (?) or c.ledgerColumns = 4 or c.lockColumns = 2)
  order by t.table_name in (?) desc, t.table_name
  limit ${mostLedgerTables}`;

/** The tables of a database that are a ledger's, by their names. */
class Tables {
  readonly rows: readonly TableRow[];
  readonly #byName: ReadonlyMap<string, TableRow>;

  constructor(rows: readonly TableRow[]) {
    this.rows = rows;
    this.#byName = new Map(rows.map(row => [this.fold(row.name), row]));
  }

  fold(name: string): string {
    return Number(this.rows[0]?.foldsCase) === 1 ? name.toLowerCase() : name;
  }

  get(name: string): TableRow | undefined {
    return this.#byName.get(this.fold(name));
  }
}

/**
 * The ledgers of the plugin's own database, besides those that were named,
 * which may lie in another one. A place without a schema is in the own one.
 */
export async function locateLedgers(
  query: Query,
  ledgers: readonly NamedLedger[],
): Promise<LedgerPlaces> {
  const tablesOf = async (schema: string) => {
    const names = ledgers
      .filter(ledger => (ledger.schema ?? '') === schema)
      .flatMap(({ table }) => [table, `${table}_lock`]);
    // A list without a name is not SQL, and a table without one does not exist.
    const wanted = names.length > 0 ? names : [''];
    return new Tables(
      schema === ''
        ? await query<TableRow>(listed('database()'), [wanted, wanted])
        : await query<TableRow>(listed('?'), [schema, schema, wanted, wanted]),
    );
  };
  const own = await tablesOf('');
  const named: LedgerPlace[] = [];
  for (const { schema = '', table } of ledgers) {
    const tables = schema === '' ? own : await tablesOf(schema);
    const ledger = tables.get(table);
    const lock = tables.get(`${table}_lock`);
    named.push({
      schema,
      table,
      exists: Boolean(ledger) || !(await isMissing(query, schema, table)),
      lockExists:
        Boolean(lock) || !(await isMissing(query, schema, `${table}_lock`)),
      ...looksOf(ledger, lock),
    });
  }
  const isNamed = (name: string) =>
    named.some(
      ({ schema, table }) =>
        schema === '' && own.fold(table) === own.fold(name),
    );
  return {
    named,
    found: own.rows
      .map(ledger => ({ ledger, lock: own.get(`${ledger.name}_lock`) }))
      .filter(
        ({ ledger, lock }) =>
          ledger.type === 'BASE TABLE' &&
          lock?.type === 'BASE TABLE' &&
          Number(ledger.ledgerColumns) === 4 &&
          Number(lock.lockColumns) === 2 &&
          !isNamed(ledger.name),
      )
      .map(({ ledger, lock }) => ({
        schema: '',
        table: ledger.name,
        exists: true,
        lockExists: true,
        ...looksOf(ledger, lock),
        inDefaultSchema: true,
      })),
  };
}

function looksOf(
  ledger: TableRow | undefined,
  lock: TableRow | undefined,
): Pick<LedgerPlace, 'blocked' | 'distrust'> {
  const isPlain =
    (!ledger || isPlainLedger(ledger)) && (!lock || isPlainLock(lock));
  return {
    blocked: [ledger, lock].some(table => table && isChanging(table)),
    distrust: isPlain ? null : 'form',
  };
}

/**
 * Whether the server says that there is no such table, asked of one that it does
 * not list. All else that it may say, that the role has no right or that another
 * session locks the table, is said again when the table is read.
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
    ? mysqlDialect.identifier(table)
    : mysqlDialect.identifier(schema, table);
}
