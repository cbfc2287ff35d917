import type { Incident } from 'backstage-plugin-database-health-common';
import type { Explanations, Trouble } from './causes';
import { subjectKey } from './names';

/** Checks count waits, timeouts and errors of the last 5 to 10 minutes. */
const lastsForMs = 10 * 60_000;

/** A request that waits at the end gives up within Knex's default of a minute. */
const beginsWithinMs = 60_000;

/** A cause that is over. */
export interface Over {
  readonly subject: Incident['subject'];
  readonly checkId: string;
  /** Since when, epoch milliseconds. */
  readonly at: number;
}

/** Causes that are over, while what they have left behind may be found. */
export class PastCauses {
  #causes: readonly Over[] = [];

  note(cause: Over): void {
    this.#causes = [
      ...this.#causes.filter(each => isRecent(each, cause.at)),
      cause,
    ];
  }

  list(): readonly Over[] {
    return this.#causes;
  }
}

function isRecent({ at }: Over, now: number): boolean {
  return now - at <= lastsForMs;
}

/**
 * Whether what is found is only what a cause has left behind that is over, and nothing
 * new. What does not answer by itself never is, nor what is as it is now: a server that
 * just came back may be full, or have an older database.
 */
export function isAftermath(
  { checkId, subject, newestSince }: Trouble,
  causes: readonly Over[],
  {
    serverId,
    explanations,
    now,
  }: { serverId: string; explanations: Explanations; now: number },
): boolean {
  const subjects = [subjectKey({ serverId }), subjectKey(subject)];
  return (
    !explanations.explainsAll(checkId) &&
    explanations.looksBack(checkId) &&
    !('serverId' in subject) &&
    causes.some(
      cause =>
        isRecent(cause, now) &&
        newestSince <= cause.at + beginsWithinMs &&
        subjects.includes(subjectKey(cause.subject)) &&
        explanations.explains(cause.checkId, checkId),
    )
  );
}
