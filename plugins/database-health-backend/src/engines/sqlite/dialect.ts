import { isVisible } from '../../pure/invisible';
import { sqlIdentifier } from '../../pure/sqlIdentifier';
import { eachInvisible, plainLiteral } from '../../pure/sqlLiteral';
import type { Dialect } from '../dialect';

/** That of SQLite. */
export const sqliteDialect: Dialect = {
  knexName: 'sqlite3',
  systemName: () => 'sqlite',
  syntax: {
    // better-sqlite3 is built so that `"…"` is never a string.
    doubleQuotedStrings: false,
    identifierQuotes: { '"': '"', '`': '`', '[': ']' },
    dollarStrings: false,
    backslashes: 'plain',
    escapeStrings: false,
    hashComments: false,
    dashesNeedSpace: false,
    nestedComments: false,
    executableComments: false,
    lineEnd: /\n/g,
  },
  identifier: (...parts) => sqlIdentifier('"', ...parts),
  literal: text =>
    isVisible(text)
      ? plainLiteral(text)
      : `(${eachInvisible(
          plainLiteral(text),
          code => `' || char(${code}) || '`,
        )})`,
  exactName: '"name"',
  nowMs: "cast((julianday('now') - 2440587.5) * 86400000 as integer)",
  ledgerColumns: {
    ledger:
      '"id" integer not null primary key autoincrement, "name" varchar(255), "batch" integer, "migration_time" datetime',
    lock: '"index" integer not null primary key autoincrement, "is_locked" integer',
  },
  knexCommand: {
    connection: () => '--client better-sqlite3 --connection "$DATABASE_FILE"',
    needs: file => `set DATABASE_FILE to the path of ${file}.`,
  },
  backup: { database: 'of the file', schema: 'of the file' },
  ownPlaces:
    'Give each plugin a file of its own: a `directory` in place of the `filename` under `backend.database.connection`, in which Backstage names one for each, or a `filename` of its own under `backend.database.plugin.<plugin id>.connection`.',
};
