import { errorText } from './errorChain';
import type { Failure } from 'backstage-plugin-database-health-node';
import { denialOf } from './failureDenials';
import { because, failures } from './failureSentences';

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
  [/no encryption$/, failures.encryptionRequired],
  [
    /password authentication failed|no pg_hba\.conf entry/,
    because('credentials'),
  ],
  [/Access denied for user .+ to database/, because('permission')],
  [/Access denied for user|password must be a string/, because('credentials')],
  [/role "[^"]*" (does not exist|is not permitted)/, because('credentials')],
  [
    /database "[^"]*" does not exist|Unknown database|no such database/,
    because('database-missing'),
  ],
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
  [/does not support (SSL|secure) connection/, failures.encryptionMissing],
  [/certificate has expired/, failures.certificateExpired],
  [
    /self[- ]signed certificate|unable to verify/,
    failures.certificateUntrusted,
  ],
  [/does not match certificate/, failures.certificateOfAnother],
  [/SSL routines|establishing an SSL connection/, because('tls')],
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
    messages.find(([pattern]) => pattern.test(text))?.[1] ?? denialOf(text)
  );
}

const names = new Map<string, Failure>(
  Object.entries({
    AbortError: because('other', 'It was called off before it was done.'),
    KnexTimeoutError: because('timeout'),
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
