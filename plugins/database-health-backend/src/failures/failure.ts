import { errorChain } from './errorChain';
import type { Failure } from 'backstage-plugin-database-health-node';
import { failureOfCode } from './failureCodes';
import { failureOfMessage, failureOfName } from './failureMessages';
import { because } from './failureSentences';

/**
 * Says why a database did not do what it was asked, in a sentence that never
 * holds hosts, users, passwords, SQL or the driver's own words. Looks through
 * causes, aggregated errors and Backstage's forwarded ones. Never throws.
 *
 * @public
 */
export function describeFailure(error: unknown): Failure {
  const chain = errorChain(error);
  return (
    firstOf(chain, failureOfCode) ??
    // What was wrapped says more than what wraps it.
    firstOf([...chain].reverse(), failureOfMessage) ??
    firstOf(chain, failureOfName) ??
    because('other')
  );
}

function firstOf(
  chain: readonly unknown[],
  match: (error: unknown) => Failure | undefined,
): Failure | undefined {
  for (const error of chain) {
    const failure = match(error);
    if (failure) {
      return failure;
    }
  }
  return undefined;
}
