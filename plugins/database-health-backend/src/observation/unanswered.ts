import { errorChain, errorText } from '../failures/errorChain';
import { describeFailure } from '../failures/failure';
import { sqlStateOf } from '../failures/failureCodes';

/**
 * A connection was being opened and nothing came back, which a pool cannot tell from
 * one that has no free place. It has no cause: that says the wrong thing.
 *
 * @internal
 */
export class ConnectTimeoutError extends Error {
  override name = 'ConnectTimeoutError';

  constructor() {
    super('Opening a connection timed out');
  }
}

/**
 * Why a connection was not opened: whoever waits for one has got no answer, whatever
 * it was that gave up.
 *
 * @internal
 */
export function whyNotOpened(error: unknown): unknown {
  const answered = errorChain(error).some(sqlStateOf);
  return describeFailure(error).kind === 'timeout' && !answered
    ? new ConnectTimeoutError()
    : error;
}

/**
 * Whether an error says no more than that a pool gave no connection in time. That of
 * the pool itself has no name but that of its class.
 *
 * @internal
 */
export function isPoolTimeout(error: unknown): boolean {
  return errorChain(error).some(
    each =>
      errorText(each, 'name') === 'KnexTimeoutError' ||
      (each instanceof Error && each.constructor.name === 'TimeoutError'),
  );
}
