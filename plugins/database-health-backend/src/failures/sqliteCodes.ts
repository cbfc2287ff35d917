import type { Failure } from 'backstage-plugin-database-health-node';
import { because, failures } from './failureSentences';

/** By the result code, the extended one first; the primary one begins it. */
export const sqliteCodes: Record<string, Failure> = {
  SQLITE_AUTH: because('permission'),
  SQLITE_BUSY: because(
    'locked',
    'Another process or connection holds the database file: usually a second backend, a backup, or a tool that has it open.',
  ),
  SQLITE_CANTOPEN: failures.noFile,
  SQLITE_CONSTRAINT: because('other', 'A row breaks a rule of its table.'),
  SQLITE_CONSTRAINT_FOREIGNKEY: failures.referenceMissing,
  SQLITE_CONSTRAINT_NOTNULL: failures.valueMissing,
  SQLITE_CONSTRAINT_PRIMARYKEY: failures.duplicate,
  SQLITE_CONSTRAINT_ROWID: failures.duplicate,
  SQLITE_CONSTRAINT_UNIQUE: failures.duplicate,
  SQLITE_CORRUPT: because('damaged', 'The database file is damaged.'),
  SQLITE_FULL: failures.noSpace,
  SQLITE_IOERR: because(
    'other',
    'The database file cannot be read or written: its disk is failing, full, or gone.',
  ),
  SQLITE_LOCKED: because(
    'locked',
    'Another statement of the same process holds the table.',
  ),
  SQLITE_MISMATCH: failures.badValue,
  SQLITE_NOMEM: failures.noMemory,
  SQLITE_NOTADB: because('damaged', 'The file is not an SQLite database.'),
  SQLITE_PERM: because('permission'),
  SQLITE_READONLY: because(
    'permission',
    'The database is read-only: this process may not write the file or its folder.',
  ),
  SQLITE_READONLY_DBMOVED: because(
    'damaged',
    'The database file was moved or deleted while it was open: what is written is lost when the backend stops.',
  ),
  SQLITE_SCHEMA: because(
    'other',
    'The tables were changed while a statement on them ran.',
  ),
  SQLITE_TOOBIG: failures.tooLarge,
};

/** SQLite has one code for most of what is wrong with a statement. */
const messages: readonly (readonly [RegExp, Failure])[] = [
  [/no such table/, failures.tableMissing],
  [/no such column|has no column named/, failures.columnMissing],
  [/duplicate column name/, failures.columnExists],
  [/table .+ already exists/, failures.tableExists],
  [/already exists/, failures.objectExists],
  [/syntax error|unrecognized token|incomplete input/, failures.syntax],
  [/no such (function|module)/, failures.syntax],
];

const anyError = because(
  'other',
  'SQLite could not run the statement: it does not fit the tables, or SQLite is too old for it.',
);

/** What `SQLITE_ERROR` means. */
export function sqliteFailureOf(message: string): Failure {
  return messages.find(([pattern]) => pattern.test(message))?.[1] ?? anyError;
}
