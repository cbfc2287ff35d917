import type { Query } from 'backstage-plugin-database-health-node';
import {
  type LedgerPlaces,
  longestNameBytes,
  mostLedgerTables,
  type NamedLedger,
} from '../../facts/ledgerTables';

interface Name {
  schema: string;
  name: string;
}

interface PlaceRow extends Name {
  type: string;
  /** It has the columns of a ledger, and none of them is computed. */
  isLedger: number;
  /** The same of the table of a lock. */
  isLock: number;
}

// A view or a virtual table runs what somebody else has written, or a function
// that the plugin has given to its connection. The columns of either are not asked
// for: the server would have to open it. Columns that are computed when they are
// read are not listed. To SQLite, names that differ in the case of their letters
// are the same.
const has = (columns: string, count: number) => `
  type = 'table'
    and (
      select count(*)
      from pragma_table_info(listed.name, listed.schema) info
      where lower(info.name) in (${columns})
    ) = ${count}`;

const places = `
  select schema, name, type, isLedger, isLock
  from (
    select
      schema,
      name,
      type,
      lower(name) in (select value from json_each(?)) as isNamed,
      ${has(`'id', 'name', 'batch', 'migration_time'`, 4)} as isLedger,
      ${has(`'index', 'is_locked'`, 2)} as isLock
    from pragma_table_list listed
    where octet_length(name) <= ${longestNameBytes}
  )
  where isNamed or isLedger or isLock
  order by isNamed desc, name
  limit ${mostLedgerTables}`;

/**
 * The ledgers of the main database, besides those that were named, which may
 * lie in an attached one.
 */
export async function locateLedgers(
  query: Query,
  ledgers: readonly NamedLedger[],
): Promise<LedgerPlaces> {
  const names = ledgers
    .flatMap(({ table }) => [table, `${table}_lock`])
    .map(name => name.toLowerCase());
  const listed = await query<PlaceRow>(places, [JSON.stringify(names)]);
  const find = (wanted: Name) => listed.find(table => isSame(table, wanted));
  const place = (schema: string, table: string) => {
    const ledger = find({ schema, name: table });
    const lock = find({ schema, name: `${table}_lock` });
    return {
      schema,
      table,
      exists: Boolean(ledger),
      lockExists: Boolean(lock),
      blocked: false,
      distrust:
        (ledger && !ledger.isLedger) || (lock && !lock.isLock)
          ? ('form' as const)
          : null,
    };
  };
  const named = ledgers.map(({ schema = 'main', table }) =>
    place(schema, table),
  );
  const isNamed = (found: Name) =>
    named.some(({ schema, table }) => isSame(found, { schema, name: table }));
  return {
    named,
    found: listed
      .filter(
        ({ schema, name, isLedger }) =>
          isLedger &&
          schema === 'main' &&
          find({ schema, name: `${name}_lock` })?.isLock &&
          !isNamed({ schema, name }),
      )
      .map(({ schema, name }) => ({
        ...place(schema, name),
        inDefaultSchema: true,
      })),
  };
}

function isSame(a: Name, b: Name): boolean {
  return a.schema === b.schema && a.name.toLowerCase() === b.name.toLowerCase();
}
