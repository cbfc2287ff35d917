import { errorNumber, errorText } from './errorChain';
import type { Failure } from 'backstage-plugin-database-health-node';
import { denialOf } from './failureDenials';
import { failureOfMessage } from './failureMessages';
import { because, failures } from './failureSentences';
import { mysqlCodes, mysqlFailureOf } from './mysqlCodes';
import { hostRuleFailureOf } from './hostRules';
import { nodeCodes } from './nodeCodes';
import { postgresClasses, postgresCodes } from './postgresCodes';
import { sqliteCodes, sqliteFailureOf } from './sqliteCodes';
import { tlsCodes, tlsFailureOf } from './tlsFailures';

const codes = new Map(
  Object.entries({
    ...postgresCodes,
    ...nodeCodes,
    ...tlsCodes,
    ...mysqlCodes,
    ...sqliteCodes,
  }),
);

/** The numbers of MySQL's errors begin here; those of a system are negative. */
const mysqlNumbersFrom = 1_000;

/**
 * What an error's own code says: an SQLSTATE, or Node's, MySQL's or SQLite's.
 *
 * @internal
 */
export function failureOfCode(error: unknown): Failure | undefined {
  const code = errorText(error, 'code');
  const sqlState = sqlStateOf(error);
  // MySQL has one SQLSTATE for most of its errors.
  const name =
    sqlState && !/^(ER|HA_ERR)_/.test(code) ? `SQLSTATE ${sqlState}` : code;
  return (
    narrowedByMessage(code, error) ??
    codes.get(code) ??
    codes.get(sqlState ?? '') ??
    // An extended result code begins with its primary one.
    codes.get(/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? '') ??
    withName(postgresClasses[sqlState?.slice(0, 2) ?? ''], name) ??
    namedByCode(name)
  );
}

/**
 * The SQLSTATE that the server sent with an error.
 *
 * @internal
 */
export function sqlStateOf(error: unknown): string | undefined {
  return [errorText(error, 'sqlState'), errorText(error, 'code')].find(
    // Node's EPIPE has five letters too, but every SQLSTATE has a digit.
    text => /^[0-9A-Z]{5}$/.test(text) && /\d/.test(text),
  );
}

function narrowedByMessage(code: string, error: unknown): Failure | undefined {
  const message = errorText(error, 'message');
  if (code === '57P03' && message.includes('shutting down')) {
    return because('shutting-down');
  }
  if (code === '28000') {
    return hostRuleFailureOf(message) ?? tlsFailureOf(message);
  }
  if (code === '3F000' && message.includes('has been selected')) {
    return failures.schemaMissing;
  }
  if (/^(ERR_SSL_|ERR_OSSL_|EPROTO$|HANDSHAKE_SSL_ERROR$)/.test(code)) {
    return tlsFailureOf(message);
  }
  if (code === '42501') {
    return denialOf(message);
  }
  if (code === '55000' && message.includes('accepting connections')) {
    return failures.takesNoConnections;
  }
  if (code === '23505' && /"\w*migrations(_lock)?_pkey"/.test(message)) {
    return failures.ledgerSequenceBehind;
  }
  // A catalog has a row for each relation, and is not looked into before.
  if (code === '23505' && /"pg_\w+_index"/.test(message)) {
    return failures.madeAtOnce;
  }
  if (code === '42P07' && /"\w*migrations(_lock)?"/.test(message)) {
    return failures.ledgerUnseen;
  }
  if (code === '57014' && message.includes('statement timeout')) {
    return failures.statementTimeout;
  }
  if (code === 'SQLITE_ERROR') {
    return sqliteFailureOf(message);
  }
  const number = errorNumber(error, 'errno');
  // What a table's handler says keeps its own name and number.
  if (/^(ER|HA_ERR)_/.test(code) || number >= mysqlNumbersFrom) {
    return mysqlFailureOf(number, message);
  }
  // PgBouncer has this one code for all, whatever the server would say.
  if (code === '08P01') {
    return failureOfMessage(error);
  }
  // The socket of a local server.
  if (code === 'ENOENT' && errorText(error, 'syscall') === 'connect') {
    return because('refused');
  }
  return undefined;
}

function withName(
  failure: Failure | undefined,
  name: string,
): Failure | undefined {
  return failure?.kind === 'other'
    ? { ...failure, sentence: failure.sentence.replace(/\.$/, ` (${name}).`) }
    : failure;
}

function namedByCode(code: string): Failure | undefined {
  return /^(SQLSTATE |SQLITE_|ER_|HA_ERR_)[0-9A-Z_]+$/.test(code)
    ? because('other', `The database reported the error ${code}.`)
    : undefined;
}
