import type { Failure } from 'backstage-plugin-database-health-node';
import { because, failures } from './failureSentences';

/** From here on MySQL and MariaDB mean different errors by one number. */
const firstOfTwoMeanings = 4_000;

/**
 * What MariaDB means by numbers that are its own, as `sql/share/errmsg-utf8.txt` of
 * its source has them; `mysql2` has no name for them or MySQL's. By those above
 * 4000 MySQL means errors of bulk loads, of replication and of syntax that Knex never
 * writes, so an error need not say which of the two the server is.
 */
export const mariadbNumbers = new Map<number, Failure>([
  // ER_VALUE_TOO_LONG
  [1742, failures.valueTooLong],
  // ER_DUP_CONSTRAINT_NAME
  [1826, failures.objectExists],
  // ER_DATA_OVERFLOW, ER_DATA_TRUNCATED, ER_BAD_DATA
  [1916, failures.badValue],
  [1917, failures.valueTooLong],
  [1918, failures.badValue],
  // ER_CONNECTION_KILLED
  [1927, because('connection-lost')],
  // ER_QUERY_EXCEEDED_ROWS_EXAMINED_LIMIT
  [1931, failures.statementEnded],
  // ER_NO_SUCH_TABLE_IN_ENGINE
  [1932, because('damaged')],
  // ER_INVALID_ROLE, ER_INVALID_CURRENT_USER
  [1959, because('permission')],
  [1960, because('permission')],
  // ER_STATEMENT_TIMEOUT
  [1969, because('timeout')],
  // ER_CANNOT_CONVERT_CHARACTER
  [1977, failures.badCharacter],
  // ER_KILL_QUERY_DENIED_ERROR
  [1979, because('permission')],
  // ER_CONSTRAINT_FAILED
  [4025, failures.ruleBroken],
  // ER_NET_OK_PACKET_TOO_LARGE
  [4075, failures.tooLarge],
  // ER_INDEX_FILE_FULL
  [4139, failures.noSpace],
  // ER_BACKUP_LOCK_IS_ACTIVE
  [4145, because('locked')],
  // ER_USER_IS_BLOCKED
  [4150, failures.accountBlocked],
  // ER_ACCOUNT_HAS_BEEN_LOCKED
  [4151, failures.accountLocked],
]);

/** Whether an error is named by its number, since its name may be another's. */
export function isOfMariadb(number: number): boolean {
  return number >= firstOfTwoMeanings || (number >= 1_900 && number < 2_000);
}
