import type { Query } from 'backstage-plugin-database-health-node';
import type { LedgerPlaces, NamedLedger } from '../../facts/ledgerTables';

interface Name {
  schema: string;
  name: string;
}

interface PlaceRow extends Name {
  isLedger: number;
}

// To SQLite, names that differ in the case of their letters are the same.
const places = `
  with listed as materialized (
    select schema, lower(name) as key, name, type from pragma_table_list
  )
  select
    t.schema,
    t.name,
    t.schema = 'main'
      and t.type = 'table'
      and (
        select count(*)
        from pragma_table_info(t.name, t.schema)
        where lower(name) in ('id', 'name', 'batch', 'migration_time')
      ) = 4
      and (
        select count(*)
        from listed lock, pragma_table_info(lock.name, lock.schema) info
        where lock.schema = t.schema
          and lock.type = 'table'
          and lock.key = t.key || '_lock'
          and lower(info.name) in ('index', 'is_locked')
      ) = 2
      as isLedger
  from listed t`;

/**
 * The ledgers of the main database, besides those that were named, which may
 * lie in an attached one.
 */
export async function locateLedgers(
  query: Query,
  ledgers: readonly NamedLedger[],
): Promise<LedgerPlaces> {
  const listed = await query<PlaceRow>(places);
  const has = (wanted: Name) => listed.some(table => isSame(table, wanted));
  const place = (schema: string, table: string) => ({
    schema,
    table,
    exists: has({ schema, name: table }),
    lockExists: has({ schema, name: `${table}_lock` }),
    blocked: false,
  });
  const named = ledgers.map(({ schema = 'main', table }) =>
    place(schema, table),
  );
  const isNamed = (found: Name) =>
    named.some(({ schema, table }) => isSame(found, { schema, name: table }));
  return {
    named,
    found: listed
      .filter(table => table.isLedger && !isNamed(table))
      .map(({ schema, name }) => ({
        ...place(schema, name),
        inDefaultSchema: true,
      })),
  };
}

function isSame(a: Name, b: Name): boolean {
  return a.schema === b.schema && a.name.toLowerCase() === b.name.toLowerCase();
}
