import type { RequestHandler } from 'express';
import { leastTimeBetweenRefreshesMs } from './limits';

/** Asks for a survey and returns: 202, or 429 with `Retry-After` in seconds. */
export function refresh(request: () => Promise<number>): RequestHandler {
  let lastAt = -Infinity;
  return async (_request, response) => {
    const waitMs = lastAt + leastTimeBetweenRefreshesMs - Date.now();
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      response
        .status(429)
        .set('Retry-After', String(seconds))
        .json({
          error: {
            name: 'TooManyRequestsError',
            message: `A survey was asked for a moment ago; try again in ${seconds} s`,
          },
          response: { statusCode: 429 },
        });
      return;
    }
    lastAt = Date.now();
    const requestedAt = await request();
    response
      .status(202)
      .json({ requestedAt: new Date(requestedAt).toISOString() });
  };
}
