import { InputError } from '@backstage/errors';
import type { RequestHandler, Router } from 'express';

/** Longer than any key, name or path that there is (ours). */
const longestText = 2_000;

/** What no store takes: a character without its other half is none. */
const unstorable = /\0|\p{Surrogate}/u;

/** Throws an `InputError` that names the field and says what is allowed. */
export function requireText(field: string, text: string): void {
  if (text.length > longestText) {
    throw new InputError(
      `${field} must not be longer than ${longestText} characters`,
    );
  }
  if (unstorable.test(text)) {
    throw new InputError(
      `${field} must be whole characters, and none of them NUL`,
    );
  }
}

const requireQuery: RequestHandler = ({ query }, _response, next) => {
  for (const [parameter, value] of Object.entries(query)) {
    requireText('The name of a parameter', parameter);
    for (const each of [value].flat()) {
      if (typeof each !== 'string') {
        throw new InputError(`${parameter} must be a text`);
      }
      requireText(parameter, each);
    }
  }
  next();
};

/** Lets no path and no query through of which a part is no plain text. */
export function requireTexts(router: Router, fields: readonly string[]): void {
  for (const field of fields) {
    router.param(field, (_request, _response, next, value) => {
      requireText(field, value);
      next();
    });
  }
  router.use(requireQuery);
}
