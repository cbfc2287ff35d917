import type { Engine } from 'backstage-plugin-database-health-common';
import { dialects } from '../../../engines/dialects';
import type { LedgerFact } from '../../../pure/facts';

/** How one engine writes names and values. */
export interface Sql {
  identifier(name: string): string;
  literal(value: string): string;
  /** Whether the name of a row is one of these, by letter and case. */
  isNamed(names: readonly string[]): string;
  /** The ledger's table, with its schema where one is known. */
  ledgerTable(ledger: LedgerFact): string;
  /** The ledger's lock table, which Knex names after it. */
  lockTable(ledger: LedgerFact): string;
}

/** Writes the lines that a finding offers, for its engine. */
export function sqlOf(engine: Engine): Sql {
  const { identifier, literal, exactName } = dialects[engine];
  const qualified = ({ schema }: LedgerFact, table: string) =>
    identifier(...(schema ? [schema] : []), table);
  return {
    identifier: name => identifier(name),
    literal,
    isNamed: names =>
      `${exactName} ${
        names.length === 1
          ? `= ${literal(names[0])}`
          : `in (${names.map(literal).join(', ')})`
      }`,
    ledgerTable: ledger => qualified(ledger, ledger.table),
    lockTable: ledger => qualified(ledger, `${ledger.table}_lock`),
  };
}
