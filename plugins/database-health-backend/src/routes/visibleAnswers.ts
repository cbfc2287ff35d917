import type { RequestHandler } from 'express';
import { isVisible, visible } from '../pure/invisible';

/** Lines and statements have more than one line. */
const kept = '\n\t';

/** What `JSON.stringify` writes of a control character, or may. */
const escaped = /\\[bfru]/;

/**
 * Names come from whoever may make a table: what leaves by a route shows what a
 * reader would not see, in every text of every answer.
 */
export const visibleAnswers: RequestHandler = (_, response, next) => {
  const send = response.json;
  response.json = function json(body) {
    return send.call(this, visibleAnswer(body));
  };
  next();
};

/** The same of an answer that leaves by another way than a route of ours. */
export function visibleAnswer<T>(body: T): T {
  // Of the many answers without any, none is walked through.
  const text = JSON.stringify(body) ?? '';
  return isVisible(text) && !escaped.test(text) ? body : (shown(body) as T);
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') {
    return visible(value, kept);
  }
  if (Array.isArray(value)) {
    return value.map(shown);
  }
  if (typeof value === 'object' && value !== null && !('toJSON' in value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        visible(key, kept),
        shown(each),
      ]),
    );
  }
  return value;
}
