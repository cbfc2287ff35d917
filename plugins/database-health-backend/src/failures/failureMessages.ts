import { errorText } from './errorChain';
import type { Failure } from 'backstage-plugin-database-health-node';
import { denialOf } from './failureDenials';
import { because, failures } from './failureSentences';
import { hostRuleFailureOf } from './hostRules';
import { tlsFailureOf } from './tlsFailures';

// What drivers say without a code, and what is left of an error that Backstage
// has put into the text of another. The first match counts.
const messages: readonly (readonly [RegExp, Failure])[] = [
  [/Timeout acquiring a connection/, failures.poolTimeout],
  [/no more connections allowed/, failures.poolerFull],
  [/query_wait_timeout/, failures.poolerTimeout],
  [
    /server login has been failing|client_login_timeout|cannot connect to server/,
    failures.poolerWithoutServer,
  ],
  [/unsupported startup parameter/, failures.poolerRefusesOption],
  [/Unable to acquire a connection/, failures.poolClosed],
  [/connection timeout|timeout expired|Query read timeout/, because('timeout')],
  [/due to lock timeout/, because('locked')],
  [/canceling statement due to/, because('timeout')],
  [/password authentication failed/, because('credentials')],
  [/Access denied for user .+ to database/, because('permission')],
  [/account is locked/, failures.accountLocked],
  [/blocked because of too many credential errors/, failures.accountBlocked],
  [
    /password has expired|must SET PASSWORD|must reset your password/i,
    failures.passwordExpired,
  ],
  [/Access denied for user/, failures.credentialsOrEncryption],
  [/password must be a string/, because('credentials')],
  [/role "[^"]*" (does not exist|is not permitted)/, because('credentials')],
  [
    /database "[^"]*" does not exist|Unknown database|no such database/,
    because('database-missing'),
  ],
  [/no schema has been selected/, failures.schemaMissing],
  [/schema "[^"]*" does not exist/, failures.anySchemaMissing],
  [
    /[Tt]oo many (clients|connections)|connection slots/,
    because('too-many-connections'),
  ],
  [/database system is shutting down/, because('shutting-down')],
  [/terminating connection due to admin/, because('shutting-down')],
  [/database system is (starting|not yet|in recovery)/, because('starting')],
  [/ENOTFOUND|EAI_AGAIN/, because('dns')],
  // All that the text keeps of an attempt at several addresses of one host.
  [/ECONNREFUSED|exists, AggregateError/, because('refused')],
  [/EHOSTUNREACH|ENETUNREACH/, failures.noRoute],
  [/ETIMEDOUT/, because('timeout')],
  [/ECONNRESET|EPIPE|terminating connection/, because('connection-lost')],
  [
    /Connection (terminated|ended|lost)|not queryable/,
    because('connection-lost'),
  ],
  [/[Cc]annot open database|unable to open database/, failures.noFile],
  [/database (table )?is locked/, because('locked')],
  [
    /in a read-only transaction|--(super-)?read-only option|readonly database/,
    failures.readOnly,
  ],
];

/**
 * What the text of an error without a code says.
 *
 * @internal
 */
export function failureOfMessage(error: unknown): Failure | undefined {
  const text = errorText(error, 'message');
  return (
    hostRuleFailureOf(text) ??
    tlsFailureOf(text) ??
    messages.find(([pattern]) => pattern.test(text))?.[1] ??
    denialOf(text)
  );
}

const names = new Map<string, Failure>(
  Object.entries({
    AbortError: because('other', 'It was called off before it was done.'),
    ConnectTimeoutError: because('connect-timeout'),
    KnexTimeoutError: because('timeout'),
    OtherSchemaError: failures.otherSchema,
    PoolForeignError: failures.poolForeign,
    PoolFullError: because('pool-full'),
    TimeoutError: because('timeout'),
  }),
);

/**
 * What the class of an error says.
 *
 * @internal
 */
export function failureOfName(error: unknown): Failure | undefined {
  return (
    names.get(errorText(error, 'name')) ??
    // The pool's own error has no name.
    (/^operation timed out/.test(errorText(error, 'message'))
      ? failures.poolTimeout
      : undefined)
  );
}
