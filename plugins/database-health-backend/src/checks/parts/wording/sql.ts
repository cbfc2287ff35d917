import type { Engine } from 'backstage-plugin-database-health-common';
import type { LedgerFact } from '../../../pure/facts';
import { isVisible } from '../../../pure/invisible';
import { sqlIdentifier } from '../../../pure/sqlIdentifier';

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

const plain = (text: string) => `'${text.replaceAll("'", "''")}'`;

const hasBackslash = (text: string) => text.includes('\\');

/**
 * A string, whatever the session has set that reads it: a backslash may or may not
 * begin an escape, by `standard_conforming_strings` and `NO_BACKSLASH_ESCAPES`. What
 * cannot be seen is written in letters that can.
 */
const literals: Record<Engine, (text: string) => string> = {
  postgres: text =>
    hasBackslash(text) || !isVisible(text)
      ? `E${plain(eachInvisible(text.replaceAll('\\', '\\\\'), unicodeEscape))}`
      : plain(text),
  mysql: text =>
    hasBackslash(text) || !isVisible(text)
      ? `_utf8mb4 x'${Buffer.from(text).toString('hex')}'`
      : plain(text),
  sqlite: text =>
    isVisible(text)
      ? plain(text)
      : `(${eachInvisible(plain(text), code => `' || char(${code}) || '`)})`,
};

function eachInvisible(text: string, escape: (code: number) => string): string {
  return [...text]
    .map(each => (isVisible(each) ? each : escape(each.codePointAt(0)!)))
    .join('');
}

function unicodeEscape(code: number): string {
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/** MySQL takes `A.js` for `a.js`, unless it is told otherwise. */
const exactNames: Record<Engine, string> = {
  postgres: '"name"',
  mysql: 'convert(`name` using utf8mb4) collate utf8mb4_bin',
  sqlite: '"name"',
};

/** Writes the lines that a finding offers, for its engine. */
export function sqlOf(engine: Engine): Sql {
  const literal = literals[engine];
  const qualified = ({ schema }: LedgerFact, table: string) =>
    sqlIdentifier(engine, ...(schema ? [schema] : []), table);
  return {
    identifier: name => sqlIdentifier(engine, name),
    literal,
    isNamed: names =>
      `${exactNames[engine]} ${
        names.length === 1
          ? `= ${literal(names[0])}`
          : `in (${names.map(literal).join(', ')})`
      }`,
    ledgerTable: ledger => qualified(ledger, ledger.table),
    lockTable: ledger => qualified(ledger, `${ledger.table}_lock`),
  };
}
