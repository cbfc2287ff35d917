import { shellWord } from '../../pure/shellWord';
import { sqlIdentifier } from '../../pure/sqlIdentifier';
import {
  eachInvisible,
  isUnmistakable,
  plainLiteral,
} from '../../pure/sqlLiteral';
import { clockToleranceSeconds, type Dialect } from '../dialect';

const identifier = (...parts: readonly string[]) =>
  sqlIdentifier('"', ...parts);

/** That of PostgreSQL. */
export const postgresDialect: Dialect = {
  knexName: 'postgresql',
  systemName: () => 'postgresql',
  syntax: {
    doubleQuotedStrings: false,
    identifierQuotes: { '"': '"' },
    dollarStrings: true,
    // By `standard_conforming_strings`.
    backslashes: 'unsure',
    escapeStrings: true,
    hashComments: false,
    dashesNeedSpace: false,
    nestedComments: true,
    executableComments: false,
    lineEnd: /[\n\r]/g,
  },
  identifier,
  literal: text => (isUnmistakable(text) ? plainLiteral(text) : escaped(text)),
  exactName: '"name"',
  nowMs: '(extract(epoch from clock_timestamp()) * 1000)::bigint',
  ledgerColumns: {
    ledger:
      '"id" serial primary key, "name" varchar(255), "batch" integer, "migration_time" timestamptz',
    lock: '"index" serial primary key, "is_locked" integer',
  },
  lookAt: pid =>
    `select pid, state, wait_event_type, pg_blocking_pids(pid) as blocked_by, xact_start, query from pg_stat_activity where pid = ${pid};`,
  // The number of a session that is over may be given to a later one, which the line
  // leaves alone.
  cancel: ({ pid, since }) =>
    `select pg_cancel_backend(pid) from pg_stat_activity where pid = ${pid} and query_start < to_timestamp(${
      Math.ceil(since / 1_000) + clockToleranceSeconds
    });`,
  lockHolders:
    '`select * from pg_locks`, and `pg_prepared_xacts` for prepared transactions.',
  knexCommand: {
    inSchema: searchPath,
    // It names the database itself, so that variables that were set for another one
    // cannot lead it astray.
    connection: database =>
      `--client pg --connection ${shellWord(
        `postgresql:///${encodeURIComponent(database)}`,
      )}`,
    needs: () =>
      'set PGHOST, PGPORT, PGUSER and PGPASSWORD to the server and the user of the plugin.',
  },
  backup: { database: '`pg_dump`', schema: '`pg_dump --schema`' },
  deadlocks:
    'Search the log of the server for "deadlock detected": it names both statements.',
  readOnly: {
    setting: '`default_transaction_read_only` is on',
    remedy:
      'Ask first who has set `default_transaction_read_only`, and why: managed services do so when the disk is nearly full, and then give it room. Switch it off where it was set: `alter system`, `alter database` or `alter role … reset default_transaction_read_only`, or an option of the connection; then `select pg_reload_conf()`, and restart the backend where sessions began with it.',
  },
  ownPlaces:
    'Give each plugin a schema of its own with `backend.database.pluginDivisionMode: schema`, or a database of its own: take the name of the database out of `backend.database.connection` and `backend.database.plugin.<plugin id>.connection`, and Backstage names one for each.',
};

function escaped(text: string): string {
  const doubled = text.replaceAll('\\', '\\\\');
  return `E${plainLiteral(
    eachInvisible(doubled, code => `\\U${code.toString(16).padStart(8, '0')}`),
  )}`;
}

/** Options are split at spaces, which a backslash keeps. */
function searchPath(schema: string): string {
  return `PGOPTIONS=${shellWord(
    `-c search_path=${identifier(schema).replace(/[\\\s]/g, '\\$&')}`,
  )}`;
}
