import type {
  Failure,
  FailureKind,
} from 'backstage-plugin-database-health-node';

const sentences: Record<FailureKind, string> = {
  credentials: 'The server rejected the credentials of this plugin.',
  'database-missing': 'The database does not exist on the server.',
  'too-many-connections': 'The server has no connection left to give.',
  starting: 'The server is starting and does not accept connections yet.',
  'shutting-down': 'The server is shutting down or ended the connection.',
  dns: 'The host name of the server could not be resolved.',
  refused: 'Nothing accepts connections at the address of the server.',
  'connection-lost': 'The connection to the server broke.',
  tls: 'The encrypted connection to the server could not be set up.',
  timeout: 'There was no answer in time.',
  'connect-timeout':
    'Opening a connection timed out: the server may be frozen or overloaded, something in between may drop what is sent, or what accepts it there is no database.',
  locked: 'Another session holds a lock on what was needed.',
  permission: 'The database role of this plugin may not do that.',
  damaged: 'Data of the database are damaged.',
  'pool-full': 'The connection pool of this plugin has no free connection.',
  other: 'It failed for an unknown reason; the log of the backend says more.',
};

/**
 * A failure with the sentence of its kind, or with a narrower one and with what
 * helps against that.
 *
 * @internal
 */
export function because(
  kind: FailureKind,
  sentence: string = sentences[kind],
  remedy?: string,
): Failure {
  return Object.freeze({ kind, sentence, ...(remedy && { remedy }) });
}

const missingSchema =
  'Ask first whether the schema was renamed, dropped or left out of a restore: then bring it back. If there never was one, set `backend.database.ensureSchemaExists: true`, and the next start makes it, or run `create schema <schema> authorization <role>;` in the database of the plugin; if there is one, `grant usage, create on schema <schema> to <role>;`. Then restart the backend.';

/** @internal */
export const failures = Object.freeze({
  readOnly: because(
    'permission',
    'The database is read-only: its server is a standby, or was told to refuse writes.',
  ),
  noMemory: because(
    'other',
    'The server has no memory left for the statement.',
  ),
  serverFiles: because(
    'other',
    'The server cannot read or write its own files: its disk is failing or full.',
  ),
  tooLarge: because(
    'other',
    'The statement is larger than the database accepts; usually it is about too many rows at once.',
  ),
  statementTimeout: because(
    'timeout',
    'The statement took longer than the time limit of its role or session (`statement_timeout`).',
  ),
  statementEnded: because(
    'timeout',
    'The statement was ended on the server, by a time limit or by somebody.',
  ),
  deadlock: because(
    'other',
    'Two transactions waited for each other, and the server undid one of them.',
  ),
  syntax: because(
    'other',
    'The statement was not understood: the database may be too old for the plugin.',
  ),
  tableMissing: because(
    'other',
    'A table does not exist: a migration was not applied, or it was dropped.',
    'The log of this backend has its name. Ask first whether it was renamed or dropped: then rename it back, or restore it from a backup. A restart makes it only if its migration is pending.',
  ),
  schemaMissing: because(
    'other',
    'The schema in which the plugin makes its tables does not exist, or its role may not use it.',
    missingSchema,
  ),
  anySchemaMissing: because(
    'other',
    'A schema does not exist: it was never created or was dropped, or the search path names another.',
    missingSchema,
  ),
  columnMissing: because(
    'other',
    'A column does not exist: a migration was not applied, or the code is of another version than the tables.',
  ),
  tableExists: because(
    'other',
    'A table that is to be made exists already: a migration was left half done, or the ledger lost its rows.',
  ),
  columnExists: because(
    'other',
    'A column that is to be made exists already: a migration was left half done, or the ledger lost its rows.',
  ),
  objectExists: because(
    'other',
    'What is to be made exists already: a migration was left half done, or the ledger lost its rows.',
  ),
  duplicate: because(
    'other',
    'There is a row with the same key. If that comes with every new row, the sequence of the key is behind, as after a restore of data alone.',
  ),
  madeAtOnce: because(
    'other',
    'Another process made the same table at the same time, as replicas do that start together on an empty database: the next start finds it made.',
  ),
  ledgerUnseen: because(
    'other',
    'The table of the ledger exists, and Knex did not see it: another replica made it at the same time, and the next start finds it, or the role of the plugin may not look at it.',
  ),
  ledgerSequenceBehind: because(
    'other',
    'The ledger refused a new row, since the sequence of its key is behind, as after a restore of data alone.',
  ),
  referenceMissing: because(
    'other',
    'A row refers to one that does not exist, or others refer to the one to be removed.',
  ),
  valueMissing: because(
    'other',
    'A column that needs a value got none: the code may be of another version than the tables.',
  ),
  ruleBroken: because('other', 'A value breaks a rule of its table.'),
  valueTooLong: because('other', 'A value is too long for its column.'),
  badValue: because('other', 'A value has not the form that its column needs.'),
  badCharacter: because(
    'other',
    'A text holds a character that the database cannot keep, usually a NUL.',
  ),
  preparedElsewhere: because(
    'other',
    'A prepared statement is not known on this connection: usually a pooler in transaction mode stands in between.',
  ),
  credentialsOrEncryption: because(
    'credentials',
    'The server rejected the credentials of this plugin, or accepts them only over an encrypted connection (`REQUIRE SSL`).',
    'Run `show create user <user>;` and `select @@require_secure_transport;` on the server. If it says `REQUIRE SSL`, or 1, set `ssl: { ca: { $file: ./server-ca.pem } }` under `backend.database.connection`; with `REQUIRE X509` it needs `cert` and `key` there, too. Else compare `user` and `password` with the account, then restart the backend.',
  ),
  accountLocked: because(
    'credentials',
    'The account of this plugin is locked on the server (`account lock`).',
    'Find out why it was locked; then `alter user <user> account unlock;` on the server. New connections can be opened from then on.',
  ),
  accountBlocked: because(
    'credentials',
    'The account of this plugin is blocked on the server after too many attempts with a wrong password (`max_password_errors`).',
    'Look for who tries with a wrong password, this backend or another; correct it, then run `flush privileges;` on the server.',
  ),
  passwordExpired: because(
    'credentials',
    'The password of this plugin has expired on the server.',
    'Set a new one, `alter user <user> identified by …;`, or keep it for ever, `alter user <user> password expire never;`. With a new one correct `backend.database.connection.password` and restart the backend.',
  ),
  noSpace: because('other', 'The server has no disk space left.'),
  noFile: because('database-missing', 'The database file cannot be opened.'),
  takesNoConnections: because(
    'refused',
    'The database takes no connections: it is set not to allow them.',
  ),
  noRoute: because('refused', 'There is no route to the server.'),
  otherSchema: because(
    'database-missing',
    'The sessions of this plugin work in another schema, so what lies in the configured one is not its own.',
  ),
  poolTimeout: because(
    'timeout',
    'No connection became free in the pool of this plugin in time.',
  ),
  poolClosed: because(
    'shutting-down',
    'The connection pool of this plugin is closed.',
  ),
  poolForeign: because(
    'pool-full',
    'The connection pool of this plugin is not one whose free places can be counted, so nothing is asked over it.',
  ),
  poolerFull: because(
    'too-many-connections',
    'The connection pooler accepts no further connection.',
  ),
  poolerTimeout: because(
    'timeout',
    'The connection pooler had no connection to the server to give in time.',
  ),
  poolerWithoutServer: because(
    'refused',
    'The connection pooler cannot reach the server.',
  ),
  poolerRefusesOption: because(
    'other',
    'The connection pooler does not accept an option of the connection; see its `ignore_startup_parameters`.',
  ),
});
