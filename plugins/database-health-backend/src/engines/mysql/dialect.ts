import { sqlIdentifier } from '../../pure/sqlIdentifier';
import { isUnmistakable, plainLiteral } from '../../pure/sqlLiteral';
import { clockToleranceSeconds, type Dialect } from '../dialect';

/** That of MySQL and MariaDB. */
export const mysqlDialect: Dialect = {
  knexName: 'mysql',
  systemName: version => (version?.endsWith('-MariaDB') ? 'mariadb' : 'mysql'),
  syntax: {
    doubleQuotedStrings: true,
    identifierQuotes: { '`': '`' },
    dollarStrings: false,
    // By `NO_BACKSLASH_ESCAPES`.
    backslashes: 'unsure',
    escapeStrings: false,
    hashComments: true,
    dashesNeedSpace: true,
    nestedComments: false,
    executableComments: true,
    lineEnd: /\n/g,
  },
  identifier: (...parts) => sqlIdentifier('`', ...parts),
  literal: text =>
    isUnmistakable(text)
      ? plainLiteral(text)
      : `_utf8mb4 x'${Buffer.from(text).toString('hex')}'`,
  // It takes `A.js` for `a.js`, unless it is told otherwise.
  exactName: 'convert(`name` using utf8mb4) collate utf8mb4_bin',
  nowMs: 'cast(unix_timestamp(now(3)) * 1000 as signed)',
  ledgerColumns: {
    ledger:
      '`id` int unsigned not null auto_increment primary key, `name` varchar(255), `batch` int, `migration_time` timestamp null',
    lock: '`index` int unsigned not null auto_increment primary key, `is_locked` int',
  },
  lookAt: pid =>
    `select * from information_schema.processlist where id = ${pid};`,
  // A session of a pool may be at another statement by then, and after a restart of the
  // server its number is another one's: the lines leave both alone.
  cancel: ({ pid, since }) =>
    [
      `set @line = coalesce((select concat('kill query ', id) from information_schema.processlist where id = ${pid} and command <> 'Sleep' and unix_timestamp() - time < ${
        Math.ceil(since / 1_000) + clockToleranceSeconds
      }), 'do 0');`,
      'prepare ending from @line;',
      'execute ending;',
    ].join('\n'),
  lockHolders:
    '`select * from information_schema.innodb_trx order by trx_started` shows who has rows, `xa recover` the prepared transactions. Who keeps a table from being changed is mostly one of the same; for sure only `performance_schema.metadata_locks` tells it, where `performance_schema` is on and `wait/lock/metadata/sql/mdl` is among its instruments, or in MariaDB the plugin `metadata_lock_info`.',
  knexCommand: {
    connection: () => '--client mysql2 --connection "$DATABASE_URL"',
    needs: database =>
      `set DATABASE_URL to the address of ${database}, with the user of the plugin.`,
  },
  backup: { database: '`mysqldump`', schema: '`mysqldump`' },
  // It commits before and after every change of a table, whatever transaction that
  // stands in.
  halfDone:
    ' MySQL and MariaDB commit each change of a table at once, so the migration that ran may be half applied, even one in a transaction: undo its part by hand before the next run.',
  deadlocks:
    '`show engine innodb status` names both statements of the last one, to an account with `PROCESS`; with `innodb_print_all_deadlocks` on, the server logs those of each.',
  readOnly: {
    setting: '`read_only` or `innodb_read_only` is on, as on a standby',
    remedy:
      'Find out first whether it is meant to follow another server: then lead `backend.database.connection.host` to the primary. Only if it is to be the primary itself, `set global read_only = 0`, or start it without `innodb_read_only`.',
  },
  ownPlaces:
    'Give each plugin a database of its own: take the name of the database out of `backend.database.connection` and `backend.database.plugin.<plugin id>.connection`, and Backstage names one for each.',
};
