import { describeClientFailure } from '../failures/tokenFailure';
import type { Observation } from '../observation/types';
import type { IdentityToken } from '../pure/facts';

/** What is known of the tokens with which a plugin logs in; `null` where it has a password. */
export function readToken({ tokenLogin }: Observation): IdentityToken | null {
  if (!tokenLogin) {
    return null;
  }
  const { provider, obtainedAt, failingSince, lastFailureAt } = tokenLogin;
  return {
    provider,
    due: tokenLogin.isDue,
    ...(obtainedAt !== undefined && { obtainedAt }),
    ...(failingSince !== undefined && {
      failingSince,
      lastFailureAt,
      failure: describeClientFailure(tokenLogin.error, tokenLogin),
    }),
  };
}
