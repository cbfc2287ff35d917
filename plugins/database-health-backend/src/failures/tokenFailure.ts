import type {
  Failure,
  FailureKind,
} from 'backstage-plugin-database-health-node';
import { errorChain, errorText } from './errorChain';
import { describeFailure } from './failure';
import { because } from './failureSentences';

/** Who gives the tokens with which a plugin logs in. */
export type TokenProvider = 'azure' | 'cloudsql' | 'rds' | 'other';

/** How a plugin logs in whose password is a token. */
export interface TokenLogin {
  readonly provider: TokenProvider;
  /** Why the provider gave none when it was last asked; `undefined` where it did. */
  readonly error: unknown;
}

const identities: Record<TokenProvider, string> = {
  azure:
    'Check the identity of this process: `tokenCredential` under `backend.database.connection`, without it the managed identity or the `AZURE_…` variables, and whether it is a user of the server',
  cloudsql:
    'Check the service account of this process (its Application Default Credentials): it needs the roles Cloud SQL Client and Cloud SQL Instance User, and a user of the instance',
  rds: 'Check the role of AWS that this process has (its `AWS_…` variables, or the role of its machine or pod) and its right `rds-db:connect`, and whether the user has the role `rds_iam` on the server',
  other: 'Check the identity of this process with who gives it the tokens',
};

const unreached: readonly FailureKind[] = [
  'connection-lost',
  'dns',
  'refused',
  'timeout',
  'tls',
];

const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /CredentialUnavailable|Could not load (the )?(default )?credentials|no credential|credential(s)? (is|are) missing|Region is missing|ENOENT/i,
    'this process has no identity to ask with',
  ],
  [
    /expired|invalid_grant|AADSTS(7000222|700082|70043)/i,
    'the identity of this process has expired',
  ],
  [
    /denied|not authorized|unauthori[sz]ed|forbidden|invalid_client|AADSTS|\b40[13]\b/i,
    'the identity of this process was refused',
  ],
];

/** What providers call their errors, and Backstage what comes of them. */
const ofProviders =
  /IAM auth token acquisition failed|access token for database authentication|Credential(Unavailable|sProvider)?Error|TokenProviderError|Authentication(Required)?Error|ChainedTokenCredential|CloudSQLConnectorError|GaxiosError|default credentials|AADSTS/;

/**
 * As {@link describeFailure}, of a plugin that logs in with tokens: who gave none,
 * and who refused one. What `login.error` caused is known by that and not by its
 * words.
 *
 * @internal
 */
export function describeClientFailure(
  error: unknown,
  login: TokenLogin | undefined,
): Failure {
  const failure = describeFailure(error);
  if (!login) {
    return failure;
  }
  const chain = errorChain(error);
  const isOfProvider =
    (login.error !== undefined && chain.includes(login.error)) ||
    chain.some(each =>
      ofProviders.test(
        `${errorText(each, 'name')} ${errorText(each, 'message')}`,
      ),
    );
  if (isOfProvider) {
    return notGiven(chain, failure, login.provider);
  }
  return failure.kind === 'credentials' ? refused(login.provider) : failure;
}

function notGiven(
  chain: readonly unknown[],
  { kind }: Failure,
  provider: TokenProvider,
): Failure {
  const text = chain
    .map(each => `${errorText(each, 'name')} ${errorText(each, 'message')}`)
    .join(' ');
  const why = unreached.includes(kind)
    ? 'who gives them cannot be reached'
    : reasons.find(([pattern]) => pattern.test(text))?.[1] ??
      'the log of the backend says why';
  return because(
    'credentials',
    `No new identity token could be obtained: ${why}.`,
    `${identities[provider]}. It recovers by itself: whoever wants a connection asks for a token again.`,
  );
}

function refused(provider: TokenProvider): Failure {
  return because(
    'credentials',
    'The server refused the identity token of this plugin.',
    `${identities[provider]}. If only this one was refused, it recovers by itself when the next one is due; a restart of the backend obtains one at once.`,
  );
}
