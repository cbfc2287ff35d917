import { performance } from 'node:perf_hooks';
import type { Response } from 'express';
import { leastTimeBetweenRefreshesMs } from './limits';

/** Makes Backstage's router answer 429. */
class TooManyRequestsError extends Error {
  override name = 'TooManyRequestsError';
  readonly statusCode = 429;
}

/**
 * Asks for a survey and answers 202, or throws what becomes a 429 with
 * `Retry-After` in seconds.
 */
export function refresh(
  request: () => Promise<number>,
): (response: Response) => Promise<void> {
  let lastAt = -Infinity;
  return async response => {
    const waitMs = lastAt + leastTimeBetweenRefreshesMs - performance.now();
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      response.set('Retry-After', String(seconds));
      throw new TooManyRequestsError(
        `A survey was asked for a moment ago; try again in ${seconds} s`,
      );
    }
    lastAt = performance.now();
    const requestedAt = await request();
    response
      .status(202)
      .json({ requestedAt: new Date(requestedAt).toISOString() });
  };
}
