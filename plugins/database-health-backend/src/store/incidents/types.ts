import type { Incident } from 'backstage-plugin-database-health-common';

/** As the contract has them. */
export type RecordedChanges = NonNullable<Incident['changes']>;

interface IncidentContent {
  /** The name with the occurrence: the same in every replica. */
  readonly id: string;
  /** Its subject, and the check by which it was opened. */
  readonly name: string;
  /** How often it has been opened by then, from 1 on. */
  readonly occurrence: number;
  readonly subject: Incident['subject'];
  /** The check that says its cause now. */
  readonly checkId: string;
  readonly severity: Incident['severity'];
  readonly title: string;
  /** Keys, the cause first. */
  readonly findings: readonly string[];
}

/** An incident as one replica knows it. */
export interface SeenIncident extends IncidentContent {
  /** Time since it began, in milliseconds. */
  readonly openedAgeMs: number;
  /** Time since this replica saw it; `undefined` where it never did. */
  readonly seenAgeMs: number | undefined;
  /** Whether it got worse or got another cause since the store was told of it. */
  readonly changed: boolean;
  /** Whether the store has all of it, and would learn no more than that it is there. */
  readonly goesOn?: boolean;
  /** Set where it found that it is over. */
  readonly closed?: {
    /** Time since the first look at which all was well. */
    readonly ageMs: number;
    /** Time since that had held for long enough. */
    readonly settledAgeMs: number;
  };
}

/** An incident that was kept. Times are in epoch milliseconds. */
export interface IncidentRecord extends IncidentContent {
  readonly openedAt: number;
  readonly closedAt: number | undefined;
  readonly changes: Readonly<RecordedChanges>;
}
