import type { Engine } from 'backstage-plugin-database-health-common';
import type { LedgerFact } from 'backstage-plugin-database-health-node';
import { sqlIdentifier } from 'backstage-plugin-database-health-node';

/** How one engine writes names and values. */
export interface Sql {
  identifier(name: string): string;
  literal(value: string): string;
  /** `= 'a'` for one value, `in ('a', 'b')` for several. */
  equals(values: readonly string[]): string;
  /** The ledger's table, with its schema where one is known. */
  ledgerTable(ledger: LedgerFact): string;
  /** The ledger's lock table, which Knex names after it. */
  lockTable(ledger: LedgerFact): string;
}

/** MySQL reads a backslash in a string as the start of an escape. */
const escapes: Record<Engine, RegExp> = {
  postgres: /'/g,
  mysql: /['\\]/g,
  sqlite: /'/g,
};

/** Writes the lines that a finding offers, for its engine. */
export function sqlOf(engine: Engine): Sql {
  const literal = (value: string) =>
    `'${value.replace(escapes[engine], '$&$&')}'`;
  const qualified = ({ schema }: LedgerFact, table: string) =>
    sqlIdentifier(engine, ...(schema ? [schema] : []), table);
  return {
    identifier: name => sqlIdentifier(engine, name),
    literal,
    equals: values =>
      values.length === 1
        ? `= ${literal(values[0])}`
        : `in (${values.map(literal).join(', ')})`,
    ledgerTable: ledger => qualified(ledger, ledger.table),
    lockTable: ledger => qualified(ledger, `${ledger.table}_lock`),
  };
}
