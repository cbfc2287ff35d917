import type { ResponseError } from '@backstage/errors';

/** Why an answer of the backend did not come. */
export interface Failure {
  kind: FailureKind;
  /** A sentence for the reader. */
  sentence: string;
}

export type FailureKind =
  | 'permission'
  | 'signed-out'
  | 'not-found'
  | 'backend-missing'
  | 'unreachable'
  | 'failed';

/** Why a request was given up by this page itself. */
export class NoAnswerError extends Error {
  constructor(readonly deadlineMs: number) {
    super(`No answer within ${deadlineMs / 1000} s`);
    this.name = 'NoAnswerError';
  }
}

/** Turns whatever a call of the API was rejected with into a {@link Failure}. */
export function toFailure(error: unknown): Failure {
  if (isResponseError(error)) {
    return fromStatus(error);
  }
  if (error instanceof NoAnswerError) {
    return {
      kind: 'unreachable',
      sentence: `The backend has not answered within ${
        error.deadlineMs / 1000
      } s.`,
    };
  }
  // A backend that also serves the portal answers addresses that it does not
  // know with the portal's own HTML.
  if (error instanceof SyntaxError) {
    return {
      kind: 'backend-missing',
      sentence: 'The backend does not know the Database Health plugin.',
    };
  }
  // What `fetch` rejects with where nobody answers.
  if (error instanceof TypeError) {
    return { kind: 'unreachable', sentence: 'The backend does not answer.' };
  }
  return {
    kind: 'failed',
    sentence: error instanceof Error ? error.message : String(error),
  };
}

/** The seconds of a 429, where the error is one. */
export function retryAfterSeconds(error: unknown): number | undefined {
  if (!isResponseError(error) || error.statusCode !== 429) {
    return undefined;
  }
  const seconds = Number(error.response.headers.get('Retry-After'));
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : 10;
}

function fromStatus(error: ResponseError): Failure {
  switch (error.statusCode) {
    case 401:
      return { kind: 'signed-out', sentence: 'Your session has ended.' };
    case 403:
      return {
        kind: 'permission',
        sentence: 'The backend refuses: a permission is missing.',
      };
    case 404:
      return {
        kind: 'not-found',
        sentence: 'The backend does not know what was asked for.',
      };
    case 502:
    case 503:
    case 504:
      return {
        kind: 'unreachable',
        sentence:
          error.body.error?.name === 'ServiceUnavailableError'
            ? saidBy(error)
            : `The backend is not ready (${error.statusCode}).`,
      };
    default:
      return {
        kind: 'failed',
        sentence: saidBy(error),
      };
  }
}

function saidBy({ statusCode, statusText, body }: ResponseError): string {
  return `The backend answered ${statusCode}: ${
    body.error?.message || statusText
  }`;
}

// By name: a portal may carry more than one version of @backstage/errors.
function isResponseError(error: unknown): error is ResponseError {
  return error instanceof Error && error.name === 'ResponseError';
}
