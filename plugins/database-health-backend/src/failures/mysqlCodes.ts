import type { Failure } from 'backstage-plugin-database-health-node';
import { because, failures } from './failureSentences';
import { hostNotAllowed } from './hostRules';
import { isOfMariadb, mariadbNumbers } from './mariadbNumbers';
import { tlsFailures } from './tlsFailures';

/** By the name that `mysql2` gives to the number, which is MySQL's. */
export const mysqlCodes: Record<string, Failure> = {
  // `mysql2` knows no name for MariaDB's own errors, as that of its time limit.
  '70100': because('timeout'),
  ER_ACCESS_DENIED_ERROR: failures.credentialsOrEncryption,
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: because('credentials'),
  ER_ACCOUNT_HAS_BEEN_LOCKED: failures.accountLocked,
  ER_BAD_DB_ERROR: because('database-missing'),
  ER_BAD_FIELD_ERROR: failures.columnMissing,
  ER_BAD_NULL_ERROR: failures.valueMissing,
  ER_COLUMNACCESS_DENIED_ERROR: because('permission'),
  ER_CONNECTION_KILLED: because('connection-lost'),
  ER_CON_COUNT_ERROR: because('too-many-connections'),
  ER_CRASHED_ON_REPAIR: because('damaged'),
  ER_CRASHED_ON_USAGE: because('damaged'),
  ER_DATA_TOO_LONG: failures.valueTooLong,
  ER_DBACCESS_DENIED_ERROR: because('permission'),
  ER_DISK_FULL: failures.noSpace,
  ER_DUP_ENTRY: failures.duplicate,
  ER_DUP_FIELDNAME: failures.columnExists,
  ER_DUP_KEYNAME: failures.objectExists,
  ER_ERROR_ON_READ: failures.serverFiles,
  ER_ERROR_ON_WRITE: failures.serverFiles,
  ER_HOST_IS_BLOCKED: because('refused'),
  ER_HOST_NOT_PRIVILEGED: hostNotAllowed,
  ER_INDEX_CORRUPT: because('damaged'),
  ER_INNODB_INDEX_CORRUPT: because('damaged'),
  ER_LOCK_DEADLOCK: failures.deadlock,
  ER_LOCK_NOWAIT: because('locked'),
  ER_LOCK_WAIT_TIMEOUT: because('locked'),
  ER_MUST_CHANGE_PASSWORD: failures.passwordExpired,
  ER_MUST_CHANGE_PASSWORD_LOGIN: failures.passwordExpired,
  ER_NET_PACKET_TOO_LARGE: failures.tooLarge,
  ER_NOT_KEYFILE: because('damaged'),
  ER_NOT_SUPPORTED_AUTH_MODE: because('credentials'),
  ER_NO_DEFAULT_FOR_FIELD: failures.valueMissing,
  ER_NO_REFERENCED_ROW: failures.referenceMissing,
  ER_NO_REFERENCED_ROW_2: failures.referenceMissing,
  ER_NO_SUCH_TABLE: failures.tableMissing,
  ER_OLD_KEYFILE: because('damaged'),
  ER_OPTION_PREVENTS_STATEMENT: failures.readOnly,
  ER_OUTOFMEMORY: failures.noMemory,
  ER_OUT_OF_RESOURCES: failures.noMemory,
  ER_OUT_OF_SORTMEMORY: failures.noMemory,
  ER_PARSE_ERROR: failures.syntax,
  ER_QUERY_INTERRUPTED: failures.statementEnded,
  ER_QUERY_TIMEOUT: because('timeout'),
  ER_RECORD_FILE_FULL: failures.noSpace,
  ER_ROW_IS_REFERENCED: failures.referenceMissing,
  ER_ROW_IS_REFERENCED_2: failures.referenceMissing,
  ER_SECURE_TRANSPORT_REQUIRED: tlsFailures.required,
  ER_SERVER_SHUTDOWN: because('shutting-down'),
  ER_SPECIFIC_ACCESS_DENIED_ERROR: because('permission'),
  ER_STATEMENT_TIMEOUT: because('timeout'),
  ER_TABLEACCESS_DENIED_ERROR: because('permission'),
  ER_TABLE_CORRUPT: because('damaged'),
  ER_TABLE_EXISTS_ERROR: failures.tableExists,
  ER_TOO_MANY_USER_CONNECTIONS: because('too-many-connections'),
  ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: failures.badValue,
  ER_USER_LIMIT_REACHED: because('too-many-connections'),
  HANDSHAKE_NO_SSL_SUPPORT: tlsFailures.missing,
  HANDSHAKE_SSL_ERROR: because('tls'),
  PROTOCOL_CONNECTION_LOST: because('connection-lost'),
  PROTOCOL_SEQUENCE_TIMEOUT: because('timeout'),
};

const idleForTooLong = /disconnected by the server because of inactivity/;

/** By which the handlers of tables say that one is crashed, wrong or missing. */
const damage = [126, 127, 130, 134, 140, 144, 145, 180, 194];

const damageInHandler = new RegExp(`[Gg]ot error (${damage.join('|')}) `);

/**
 * What the number of an error says where its name does not: an
 * error does not say which of the two the server is.
 */
export function mysqlFailureOf(
  number: number,
  message: string,
): Failure | undefined {
  const failure = mariadbNumbers.get(number);
  if (failure) {
    return failure;
  }
  if (damage.includes(number) || damageInHandler.test(message)) {
    return because('damaged');
  }
  if (idleForTooLong.test(message)) {
    return because('connection-lost');
  }
  return isOfMariadb(number)
    ? because('other', `The database reported the error ${number}.`)
    : undefined;
}
