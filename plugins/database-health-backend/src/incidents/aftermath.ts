import type { IncidentSubject } from 'backstage-plugin-database-health-common';
import type { Explanations, Trouble } from './causes';
import { subjectKey } from './names';

/** Checks count waits, timeouts and errors of the last 5 to 10 minutes. */
const lastsForMs = 10 * 60_000;

/** A request that waits at the end gives up within Knex's default of a minute. */
const beginsWithinMs = 60_000;

/** A cause that is over. */
export interface Over {
  readonly subject: IncidentSubject;
  readonly checkId: string;
  /** Since when, epoch milliseconds. */
  readonly at: number;
  /**
   * It was over before it became an incident: a server that gave nobody a connection
   * for one look may be full, which is none of its aftermath.
   */
  readonly wasBrief?: boolean;
}

export function isRecent({ at }: Over, now: number): boolean {
  return now - at <= lastsForMs;
}

/**
 * Whether what is found is only what a cause has left behind that is over, and nothing
 * new. What does not answer by itself never is.
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
    causes.some(
      cause =>
        isRecent(cause, now) &&
        newestSince <= cause.at + beginsWithinMs &&
        !(cause.wasBrief && 'serverId' in subject) &&
        subjects.includes(subjectKey(cause.subject)) &&
        explanations.explains(cause.checkId, checkId),
    )
  );
}
