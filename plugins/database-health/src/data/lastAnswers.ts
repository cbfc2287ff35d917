import type { DatabaseHealthApi } from 'backstage-plugin-database-health-common';

/** An answer and when it came, by the reader's clock, epoch milliseconds. */
export interface Answer<T> {
  value: T;
  receivedAt: number;
}

const byApi = new WeakMap<DatabaseHealthApi, Map<string, Answer<unknown>>>();

/**
 * The last answers of an API: what a tab shows at once when the reader comes
 * back to it. One entry for each address that was opened.
 */
export function lastAnswers(
  api: DatabaseHealthApi,
): Map<string, Answer<unknown>> {
  let answers = byApi.get(api);
  if (!answers) {
    answers = new Map();
    byApi.set(api, answers);
  }
  return answers;
}
