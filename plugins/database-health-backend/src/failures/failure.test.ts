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

  it.each([
    [
      'MariaDB: an account with too many wrong passwords',
      4150,
      'ER_BULK_PARSER_UNEXPECTED_CHAR_AFTER_COLUMN_TERMINATOR',
      /^The account of this plugin is blocked/,
    ],
    [
      'MariaDB: a rule of a table',
      4025,
      'ER_INNODB_AUTOEXTEND_SIZE_OUT_OF_RANGE',
      /^A value breaks a rule/,
    ],
    ['MariaDB: a session that was ended', 1927, '', /^The connection .* broke/],
    ['MariaDB: a time limit', 1969, '', /^There was no answer in time/],
    ['MariaDB: what has no sentence', 1950, '', /the error 1950\.$/],
  ])('goes by the number of %s', (_case, errno, code, sentence) => {
    const error = Object.assign(withCode(code), { errno, sqlState: '70100' });
    expect(describeFailure(error).sentence).toMatch(sentence);
  });

  it.each([
    [
      'no pg_hba.conf entry for host "127.0.0.1", user "reader", database "vault", no encryption',
      /^The server has no rule in `pg_hba.conf` for this host, user and database without encryption\.$/,
      /set `ssl: \{ ca: .* Else: add a line/,
    ],
    [
      'no pg_hba.conf entry for host "127.0.0.1", user "reader", database "vault", SSL encryption',
      /^The server has no rule .* this host, user and database over TLS\.$/,
      /^Add a line such as `hostssl /,
    ],
    [
      'pg_hba.conf rejects connection for host "127.0.0.1", user "reader", database "vault", SSL off',
      /^A rule in `pg_hba.conf` of the server rejects this host, .* without encryption\.$/,
      /set `ssl: /,
    ],
    [
      `Failed to connect to the database to make sure that 'vault' exists, error: no pg_hba.conf entry for host "127.0.0.1", user "reader", database "postgres", no encryption`,
      /^The server has no rule/,
      /set `ssl: /,
    ],
    [
      `Failed to connect to the database to make sure that 'vault' exists, error: permission denied for database "postgres"`,
      /may not connect to the database `postgres`/,
      /`backend\.database\.ensureExists: false`.*`ensureSchemaExists: true`/,
    ],
    [
      `Failed to connect to the database to make sure that schema for plugin 'vault' exists, error: CREATE SCHEMA IF NOT EXISTS "vault" - permission denied for database vault`,
      /its role may not create one/,
      /`grant create on database/,
    ],
    [
      'permission denied for schema public',
      /may make nothing in the schema `public`/,
      /`grant create on schema public to <role>;`/,
    ],
    [
      'no schema has been selected to create in',
      /^The schema in which the plugin makes its tables does not exist/,
      /`backend\.database\.ensureSchemaExists: true`/,
    ],
    [
      'Access denied, this account is locked',
      /account .* is locked/,
      /account unlock/,
    ],
  ])('says what helps against "%s"', async (message, sentence, remedy) => {
    const failure = await failureOf(() => Promise.reject(new Error(message)));
    expect(failure).toEqual({
      kind: expect.any(String),
      sentence: expect.stringMatching(sentence),
      remedy: expect.stringMatching(remedy),
    });
    expect(failure.remedy).not.toMatch(/s3cret|reader|vault|127/);
  });

  it.each([
    ['certificate has expired', /expired/],
    ['certificate is not yet valid', /not valid yet/],
    ['self-signed certificate', /signed by itself/],
    ['self-signed certificate in certificate chain', /does not know/],
    ['unable to get local issuer certificate', /does not know/],
    ['unable to verify the first certificate', /does not know/],
    [
      "Hostname/IP does not match certificate's altnames: Host: vault. is not in the cert's altnames: DNS:reader",
      /for another host name/,
    ],
    ['Server does not support secure connection', /does not offer/],
    [
      'Connections using insecure transport are prohibited while --require_secure_transport=ON.',
      /only over an encrypted/,
    ],
    [
      'C0A0:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version',
      /no version or cipher/,
    ],
    ['connection requires a valid client certificate', /wants a certificate/],
  ])('tells a fault of TLS by its words: %s', async (message, sentence) => {
    // mysql2 has this code for all of them.
    for (const code of ['HANDSHAKE_SSL_ERROR', '']) {
      const failure = await failureOf(() =>
        Promise.reject(withCode(code, message)),
      );
      expect(failure).toEqual({
        kind: 'tls',
        sentence: expect.stringMatching(sentence),
        remedy: expect.any(String),
      });
    }
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
