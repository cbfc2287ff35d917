import { ForwardedError } from '@backstage/errors';
import { describeFailure } from './failure';
import { type FailureKind } from 'backstage-plugin-database-health-node';
import { PoolFullError } from '../observation/types';
import { failureOf, secrets } from './__testUtils__/failures';

describe('describeFailure', () => {
  const withCode = (code: string, message = 'vault') =>
    Object.assign(new Error(message), { code });

  // What no server here can be brought to say.
  it.each<[string, FailureKind, unknown]>([
    ['a server that starts', 'starting', withCode('57P03')],
    [
      'a server that shuts down',
      'shutting-down',
      withCode('57P03', 'the database system is shutting down'),
    ],
    ['a crash of another session', 'connection-lost', withCode('57P02')],
    [
      'a database that is set to take no connections',
      'refused',
      withCode('55000', 'database "x" is not currently accepting connections'),
    ],
    ['a lost connection', 'connection-lost', withCode('08006')],
    ['a broken protocol', 'connection-lost', withCode('08P01')],
    [
      'PgBouncer: credentials',
      'credentials',
      withCode('08P01', 'password authentication failed'),
    ],
    [
      'PgBouncer: database',
      'database-missing',
      withCode('08P01', 'database "vault" does not exist'),
    ],
    [
      'PgBouncer: connections',
      'too-many-connections',
      withCode('08P01', 'no more connections allowed (max_client_conn)'),
    ],
    ['PgBouncer: wait', 'timeout', withCode('08P01', 'query_wait_timeout')],
    [
      'PgBouncer: no server',
      'refused',
      withCode(
        '08P01',
        'server login has been failing, try again later (server_login_retry)',
      ),
    ],
    [
      'PgBouncer: option',
      'other',
      withCode('08P01', 'unsupported startup parameter: vault'),
    ],
    [
      'a server that wants TLS',
      'tls',
      withCode('28000', 'no pg_hba.conf entry for host "vault", no encryption'),
    ],
    ['a certificate', 'tls', withCode('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['an expired certificate', 'tls', withCode('CERT_HAS_EXPIRED')],
    ['a host without a route', 'refused', withCode('EHOSTUNREACH')],
    ['a reset', 'connection-lost', withCode('ECONNRESET')],
    ['a broken pipe', 'connection-lost', withCode('EPIPE')],
    [
      'MySQL: read only, as Knex wraps it',
      'permission',
      new Error(
        'update `vault` - The MariaDB server is running with the --read-only option so it cannot execute this statement',
      ),
    ],
    [
      'SQLite: read only, as Knex wraps it',
      'permission',
      new Error('update `vault` - attempt to write a readonly database'),
    ],
    ['MySQL: credentials', 'credentials', withCode('ER_ACCESS_DENIED_ERROR')],
    ['MySQL: database', 'database-missing', withCode('ER_BAD_DB_ERROR')],
    [
      'MySQL: connections',
      'too-many-connections',
      withCode('ER_CON_COUNT_ERROR'),
    ],
    ['MySQL: shutdown', 'shutting-down', withCode('ER_SERVER_SHUTDOWN')],
    ['MySQL: lost', 'connection-lost', withCode('PROTOCOL_CONNECTION_LOST')],
    ['MySQL: lock', 'locked', withCode('ER_LOCK_WAIT_TIMEOUT')],
    ['MySQL: privilege', 'permission', withCode('ER_TABLEACCESS_DENIED_ERROR')],
    [
      'MySQL: a code that is not listed, with an SQLSTATE that is',
      'credentials',
      Object.assign(withCode('ER_VAULT'), { sqlState: '28000' }),
    ],
    ['an extended code of SQLite', 'locked', withCode('SQLITE_BUSY_SNAPSHOT')],
    ['damaged data', 'damaged', withCode('XX001')],
    ['a damaged index', 'damaged', withCode('XX002')],
    ['a missing file of the server', 'damaged', withCode('58P01')],
    ['an error of a disk', 'other', withCode('58030')],
    ...[
      'CRASHED_ON_USAGE',
      'CRASHED_ON_REPAIR',
      'NOT_KEYFILE',
      'INDEX_CORRUPT',
    ].map((name): [string, FailureKind, unknown] => [
      `MySQL: ${name}`,
      'damaged',
      withCode(`ER_${name}`),
    ]),
    ...[126, 127, 145].map((number): [string, FailureKind, unknown] => [
      `MySQL: ${number} of a table's handler`,
      'damaged',
      withCode(
        'ER_GET_ERRNO',
        `Got error ${number} "Index is corrupted" from storage engine MyISAM`,
      ),
    ]),
    [
      'MySQL: what a handler says itself',
      'damaged',
      Object.assign(withCode('HA_ERR_CRASHED_ON_USAGE'), { errno: 145 }),
    ],
    [
      'MySQL: another error of a handler',
      'other',
      withCode('ER_GET_ERRNO', 'Got error 28 "No space" from storage engine'),
    ],
    [
      'MariaDB: an account that is locked, by the name of MySQL',
      'credentials',
      Object.assign(withCode('ER_BULK_PARSER_INCOMPLETE_ESCAPE_SEQUENCE'), {
        errno: 4151,
      }),
    ],
    [
      'MySQL: a session that was idle for long',
      'connection-lost',
      Object.assign(
        withCode(
          'ER_CLIENT_INTERACTION_TIMEOUT',
          'The client was disconnected by the server because of inactivity.',
        ),
        { errno: 4031 },
      ),
    ],
    [
      'SQLite: an extended code of damage',
      'damaged',
      withCode('SQLITE_CORRUPT_VTAB'),
    ],
    ['a full pool', 'pool-full', new PoolFullError('vault')],
    ['a cause', 'dns', new ForwardedError('vault', withCode('ENOTFOUND'))],
    [
      'the first of many errors that has a name',
      'refused',
      new AggregateError(
        [new Error('vault'), withCode('ECONNREFUSED')],
        'vault',
      ),
    ],
    [
      'what is left of an attempt at several addresses',
      'refused',
      new Error(
        "Failed to connect to the database to make sure that 'vault' exists, AggregateError",
      ),
    ],
    [
      'a text',
      'credentials',
      'password authentication failed for user "reader"',
    ],
  ])('knows %s', async (_case, kind, error) => {
    expect(await failureOf(() => Promise.reject(error))).toMatchObject({
      kind,
    });
  });

  it('knows the deadline of an AbortSignal', async () => {
    const signal = AbortSignal.timeout(1);
    await new Promise(done => signal.addEventListener('abort', done));
    expect(describeFailure(signal.reason).kind).toBe('timeout');
  });

  it.each([
    undefined,
    null,
    42,
    'vault',
    {},
    Object.create(null),
    new Error('s3cret at reader:vault@localhost'),
    withCode('s3cret'),
    withCode('ER_s3cret'),
    {
      get code() {
        throw new Error('s3cret');
      },
      get message() {
        throw new Error('s3cret');
      },
    },
  ])('says nothing of what it does not know (%#)', async error => {
    const { kind, sentence } = describeFailure(error);
    expect(kind).toBe('other');
    expect(sentence).not.toMatch(secrets);
  });

  it.each(
    '22001 22021 23502 23503 23505 23514 25001 25006 25P02 26000 2BP01 3D000 3F000 40001 40P01 42501 42601 42701 42703 42883 42P01 42P07 53100 53200 53300 54000 55000 57014 58030 0A000 XX000 XX001 SQLITE_ERROR SQLITE_BUSY SQLITE_CONSTRAINT_CHECK SQLITE_FULL SQLITE_IOERR_WRITE SQLITE_NOMEM ER_LOCK_DEADLOCK ER_DUP_ENTRY ER_NO_SUCH_TABLE'.split(
      ' ',
    ),
  )('has a sentence and no bare code for %s', code => {
    expect(describeFailure(withCode(code)).sentence).not.toContain(code);
  });

  it.each(['22999', '23999', '42999', '53999', '55999', '57999', 'XX999'])(
    'says of what kind an error without a sentence is, and its code: %s',
    code => {
      const { kind, sentence } = describeFailure(withCode(code));
      expect(kind).toBe('other');
      expect(sentence).toMatch(/^(?!The database reported)/);
      expect(sentence).toContain(`(SQLSTATE ${code})`);
    },
  );

  it('names no error by a number that means two, but by the number', () => {
    expect(
      describeFailure(
        Object.assign(withCode('ER_BULK_EXECUTOR_ERROR'), { errno: 4134 }),
      ),
    ).toEqual({
      kind: 'other',
      sentence: 'The database reported the error 4134.',
    });
  });

  it('ends with causes that go round', () => {
    const error = new Error('round');
    error.cause = new Error('and round', { cause: error });
    expect(describeFailure(error).kind).toBe('other');
  });
});
