import type { HistoryState } from './history';
import type { Severity } from './statuses';

/**
 * What a person is told of: a subject, its cause, the findings that belong to it, a
 * start and an end.
 *
 * @public
 */
export interface Incident {
  /**
   * The same in every replica: the subject, the check by which it was opened, and how
   * often that has happened by then.
   */
  id: string;
  /**
   * A server if none of its plugin databases answers, or if the cause is one of its
   * own; else a plugin database.
   */
  subject: { serverId: string } | { databaseId: string };
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
  /**
   * What was recorded of it once for all replicas, the oldest first: that it was
   * opened, that it got worse or its cause became another, that it was closed. Absent
   * from the overview, and empty until the store has it.
   */
  changes?: {
    /** Later ones have higher ones. */
    id: number;
    /** ISO 8601 UTC. */
    at: string;
    kind: 'opened' | 'changed' | 'closed';
    /** The worst until then. */
    severity: Incident['severity'];
    /** That of the incident then. */
    title: string;
  }[];
}

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
  /**
   * Times, planned or running, in which nobody is told of incidents; they open and close
   * all the same. Absent where there is none.
   */
  silences?: {
    /** As whoever set it named it. */
    id: string;
    /** ISO 8601 UTC. */
    startsAt: string;
    /** ISO 8601 UTC. */
    endsAt: string;
    reason: string;
    /** Who set it; absent where the configuration did. */
    by?: string;
    /** The plugins of whose databases nobody is told; absent for all, and for servers. */
    plugins?: string[];
  }[];
}
