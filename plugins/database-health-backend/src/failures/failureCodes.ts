import { errorText } from './errorChain';
import type { Failure } from 'backstage-plugin-database-health-node';
import { denialOf } from './failureDenials';
import { failureOfMessage } from './failureMessages';
import { because, failures } from './failureSentences';

const postgres: Record<string, Failure> = {
  '25006': failures.readOnly,
  '25P03': because('connection-lost'),
  '25P04': because('timeout'),
  '28000': because('credentials'),
  '28P01': because('credentials'),
  '3D000': because('database-missing'),
  '42501': because('permission'),
  '53100': failures.noSpace,
  '53300': because('too-many-connections'),
  '55P03': because('locked'),
  '57014': because('timeout'),
  '57P01': because('shutting-down'),
  '57P02': because('connection-lost'),
  '57P03': because('starting'),
  '57P05': because('connection-lost'),
};

const node: Record<string, Failure> = {
  CERT_HAS_EXPIRED: failures.certificateExpired,
  CERT_UNTRUSTED: failures.certificateUntrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: failures.certificateUntrusted,
  EAI_AGAIN: because('dns'),
  EAI_NODATA: because('dns'),
  EAI_NONAME: because('dns'),
  ECONNABORTED: because('connection-lost'),
  ECONNREFUSED: because('refused'),
  ECONNRESET: because('connection-lost'),
  EHOSTDOWN: failures.noRoute,
  EHOSTUNREACH: failures.noRoute,
  ENETUNREACH: failures.noRoute,
  ENOTFOUND: because('dns'),
  EPIPE: because('connection-lost'),
  EPROTO: because('tls'),
  ERR_TLS_CERT_ALTNAME_INVALID: failures.certificateOfAnother,
  ETIMEDOUT: because('timeout'),
  SELF_SIGNED_CERT_IN_CHAIN: failures.certificateUntrusted,
  UNABLE_TO_GET_ISSUER_CERT: failures.certificateUntrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: failures.certificateUntrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: failures.certificateUntrusted,
};

const mysql: Record<string, Failure> = {
  // `mysql2` knows no name for MariaDB's own errors, as that of its time limit.
  '70100': because('timeout'),
  ER_ACCESS_DENIED_ERROR: because('credentials'),
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: because('credentials'),
  ER_BAD_DB_ERROR: because('database-missing'),
  ER_CLIENT_INTERACTION_TIMEOUT: because('connection-lost'),
  ER_COLUMNACCESS_DENIED_ERROR: because('permission'),
  ER_CONNECTION_KILLED: because('connection-lost'),
  ER_CON_COUNT_ERROR: because('too-many-connections'),
  ER_DBACCESS_DENIED_ERROR: because('permission'),
  ER_DISK_FULL: failures.noSpace,
  ER_HOST_IS_BLOCKED: because('refused'),
  ER_HOST_NOT_PRIVILEGED: because('credentials'),
  ER_LOCK_NOWAIT: because('locked'),
  ER_LOCK_WAIT_TIMEOUT: because('locked'),
  ER_NOT_SUPPORTED_AUTH_MODE: because('credentials'),
  ER_OPTION_PREVENTS_STATEMENT: failures.readOnly,
  ER_QUERY_INTERRUPTED: because('timeout'),
  ER_QUERY_TIMEOUT: because('timeout'),
  ER_SERVER_SHUTDOWN: because('shutting-down'),
  ER_SPECIFIC_ACCESS_DENIED_ERROR: because('permission'),
  ER_STATEMENT_TIMEOUT: because('timeout'),
  ER_TABLEACCESS_DENIED_ERROR: because('permission'),
  ER_TOO_MANY_USER_CONNECTIONS: because('too-many-connections'),
  ER_USER_LIMIT_REACHED: because('too-many-connections'),
  HANDSHAKE_NO_SSL_SUPPORT: failures.encryptionMissing,
  HANDSHAKE_SSL_ERROR: because('tls'),
  PROTOCOL_CONNECTION_LOST: because('connection-lost'),
  PROTOCOL_SEQUENCE_TIMEOUT: because('timeout'),
};

const sqlite: Record<string, Failure> = {
  SQLITE_AUTH: because('permission'),
  SQLITE_BUSY: because('locked'),
  SQLITE_CANTOPEN: failures.noFile,
  SQLITE_CORRUPT: because('other', 'The database file is damaged.'),
  SQLITE_FULL: failures.noSpace,
  SQLITE_IOERR: because('other', 'The database file cannot be read.'),
  SQLITE_LOCKED: because('locked'),
  SQLITE_NOTADB: because('other', 'The file is not an SQLite database.'),
  SQLITE_PERM: because('permission'),
  SQLITE_READONLY: failures.readOnly,
};

const codes = new Map(
  Object.entries({ ...postgres, ...node, ...mysql, ...sqlite }),
);

/**
 * What an error's own code says: an SQLSTATE, or Node's, MySQL's or SQLite's.
 *
 * @internal
 */
export function failureOfCode(error: unknown): Failure | undefined {
  const code = errorText(error, 'code');
  const sqlState = sqlStateOf(error);
  return (
    narrowedByMessage(code, error) ??
    codes.get(code) ??
    codes.get(sqlState ?? '') ??
    // An extended result code begins with its primary one.
    codes.get(/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? '') ??
    (sqlState?.startsWith('08') ? because('connection-lost') : undefined) ??
    // MySQL has one SQLSTATE for most of its errors.
    namedByCode(
      sqlState && !code.startsWith('ER_') ? `SQLSTATE ${sqlState}` : code,
    )
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
  if (code === '28000' && /no encryption|SSL off/.test(message)) {
    return failures.encryptionRequired;
  }
  if (code === '42501') {
    return denialOf(message);
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

function namedByCode(code: string): Failure | undefined {
  return /^(SQLSTATE |SQLITE_|ER_)[0-9A-Z_]+$/.test(code)
    ? because('other', `The database reported the error ${code}.`)
    : undefined;
}
