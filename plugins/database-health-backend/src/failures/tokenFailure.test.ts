import { describeClientFailure, type TokenProvider } from './tokenFailure';

const named = (name: string, message: string) =>
  Object.assign(new Error(message), { name });
const coded = (code: string) => Object.assign(new Error('vault'), { code });

const told = (
  error: unknown,
  provider: TokenProvider = 'azure',
  ofProvider: unknown = undefined,
) => describeClientFailure(error, { provider, error: ofProvider });

describe('describeClientFailure', () => {
  it('describes as ever what fails of a plugin with a password', () => {
    expect(describeClientFailure(coded('28P01'), undefined)).toEqual({
      kind: 'credentials',
      sentence: 'The server rejected the credentials of this plugin.',
    });
  });

  it.each([
    [coded('ENOTFOUND'), 'who gives them cannot be reached'],
    [
      named('CredentialUnavailableError', 'vault'),
      'this process has no identity to ask with',
    ],
    [
      named('ExpiredTokenException', 'The security token has expired'),
      'the identity of this process has expired',
    ],
    [
      named('AccessDenied', 'User s3cret is not authorized to vault'),
      'the identity of this process was refused',
    ],
    [
      named('AuthenticationError', 'AADSTS7000215: invalid secret s3cret'),
      'the identity of this process was refused',
    ],
    [new Error('s3cret at vault'), 'the log of the backend says why'],
  ])(
    'knows by where it came from why no token was given: %s',
    (error, reason) => {
      const failure = told(
        new Error('vault', { cause: error }),
        'azure',
        error,
      );
      expect(failure).toEqual({
        kind: 'credentials',
        sentence: `No new identity token could be obtained: ${reason}.`,
        remedy: expect.stringContaining('It recovers by itself'),
      });
      expect(JSON.stringify(failure)).not.toMatch(/s3cret|vault/);
    },
  );

  it.each<[TokenProvider, string, RegExp]>([
    [
      'rds',
      "Failed to connect to the database to make sure that 'vault' exists, Error: AWS RDS IAM auth token acquisition failed for s3cret@vault:5432; caused by CredentialsProviderError: Could not load credentials from any providers",
      /has no identity to ask with.*/,
    ],
    [
      'azure',
      "Failed to connect to the database to make sure that 'vault' exists, Error: Failed to acquire Azure access token for database authentication",
      /the log of the backend says why/,
    ],
    [
      'cloudsql',
      'Could not load the default credentials. Browse to https://cloud.google.com',
      /has no identity to ask with/,
    ],
  ])(
    'knows what is left of it where %s gave none at start',
    (provider, message, sentence) => {
      expect(told(new Error(message), provider).sentence).toMatch(sentence);
    },
  );

  it.each<[TokenProvider, string]>([
    ['azure', '`tokenCredential`'],
    ['rds', '`rds-db:connect`'],
    ['cloudsql', 'Cloud SQL Instance User'],
  ])(
    'says of %s what to check where the server refuses it',
    (provider, what) => {
      expect(told(coded('28P01'), provider)).toEqual({
        kind: 'credentials',
        sentence: 'The server refused the identity token of this plugin.',
        remedy: expect.stringMatching(
          new RegExp(`${what}.*recovers by itself when the next one is due`),
        ),
      });
    },
  );

  it('says of all else what it says of others', () => {
    expect(told(coded('ECONNREFUSED')).kind).toBe('refused');
  });
});
