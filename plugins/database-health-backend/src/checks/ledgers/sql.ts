import type { LedgerFact } from 'backstage-plugin-database-health-node';

/** An identifier in ANSI quotes, as PostgreSQL and SQLite take it. */
export function identifier(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}

/** A string literal. */
export function literal(value: string): string {
  return `'${value.replace(/'/g, "''")}'`;
}

/** `= 'a'` for one value, `in ('a', 'b')` for several. */
export function equals(values: readonly string[]): string {
  return values.length === 1
    ? `= ${literal(values[0])}`
    : `in (${values.map(literal).join(', ')})`;
}

/** The ledger's table, with its schema where one is known. */
export function ledgerTable(ledger: LedgerFact): string {
  return qualified(ledger, ledger.table);
}

/** The ledger's lock table, which Knex names after it. */
export function lockTable(ledger: LedgerFact): string {
  return qualified(ledger, `${ledger.table}_lock`);
}

function qualified({ schema }: LedgerFact, table: string): string {
  return schema
    ? `${identifier(schema)}.${identifier(table)}`
    : identifier(table);
}
