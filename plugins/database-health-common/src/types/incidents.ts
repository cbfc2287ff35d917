import type { HistoryState } from './history';
import type { Severity } from './statuses';

/**
 * What a person is told of: a subject, its cause, the findings that belong to it, a
 * start and an end.
 *
 * @public
 */
export interface Incident {
  /** The same in every replica: made of the subject, the cause and the start. */
  id: string;
  subject: IncidentSubject;
  /** The worst that it had. */
  severity: Exclude<Severity, 'info'>;
  /** One sentence: that of the cause. */
  title: string;
  /** The key of the finding that explains the others. */
  cause: string;
  /** Keys of all findings that belong to it, the cause first. */
  findings: string[];
  /** ISO 8601 UTC. */
  openedAt: string;
  /** ISO 8601 UTC; absent while it is open. */
  closedAt?: string;
}

/**
 * A server if none of its plugin databases answers, or if the cause is one of its
 * own; else a plugin database.
 *
 * @public
 */
export type IncidentSubject = { serverId: string } | { databaseId: string };

/**
 * The answer of `GET /incidents`: those that were open at some time since then, the
 * newest first.
 *
 * @public
 */
export interface Incidents {
  incidents: Incident[];
  /** There are older ones than these within the time that was asked for. */
  truncated: boolean;
  /** While it does not work, these are those that this replica knows of. */
  history: HistoryState;
}
