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
  locked: 'Another session holds a lock on what was needed.',
  permission: 'The database role of this plugin may not do that.',
  'pool-full': 'The connection pool of this plugin has no free connection.',
  other: 'It failed for an unknown reason; the log of the backend says more.',
};

/**
 * A failure with the sentence of its kind, or with a narrower one.
 *
 * @internal
 */
export function because(
  kind: FailureKind,
  sentence: string = sentences[kind],
): Failure {
  return Object.freeze({ kind, sentence });
}

/** @internal */
export const failures = Object.freeze({
  readOnly: because('permission', 'The database is read-only.'),
  noSpace: because('other', 'The server has no disk space left.'),
  noFile: because('database-missing', 'The database file cannot be opened.'),
  noRoute: because('refused', 'There is no route to the server.'),
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
  encryptionMissing: because(
    'tls',
    'The server does not offer encrypted connections.',
  ),
  encryptionRequired: because(
    'tls',
    'The server accepts this plugin only over an encrypted connection.',
  ),
  certificateExpired: because('tls', 'The certificate of the server expired.'),
  certificateUntrusted: because(
    'tls',
    'The certificate of the server is not trusted.',
  ),
  certificateOfAnother: because(
    'tls',
    'The certificate of the server is for another host name.',
  ),
});
