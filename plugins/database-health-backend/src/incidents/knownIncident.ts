import type { Incident } from 'backstage-plugin-database-health-common';
import { messageId } from '../pure/messageIds';
import { compareSeverity } from 'backstage-plugin-database-health-common';
import type { IncidentRecord, RecordedChanges, SeenIncident } from '../store';
import type { Streak } from './streak';

/** An incident as this replica knows it. Times are in epoch milliseconds. */
export interface KnownIncident {
  id: string;
  readonly name: string;
  occurrence: number;
  readonly subject: Incident['subject'];
  readonly openedAt: number;
  checkId: string;
  severity: Incident['severity'];
  title: string;
  findings: readonly string[];
  /** When this replica saw it last; `undefined` where only others have. */
  seenAt?: number;
  /** It got worse, or got another cause, since the store was told. */
  changed: boolean;
  /** The store knows that it was opened. */
  recorded?: boolean;
  /** The id by which it was told to people without the store. */
  toldAs?: string;
  /** Since when it is over. */
  over?: Streak;
  /** Since when its subject has not been watched. */
  goneSince?: number;
}

/** One that ended while the store was down. */
export interface EndedIncident extends KnownIncident {
  /** The first look at which all was well. */
  readonly closedAt: number;
  /** When that had held for long enough. */
  readonly settledAt: number;
}

/** A change of an incident that the store has not recorded. */
export interface IncidentNews {
  readonly messageId: string;
  readonly change: RecordedChanges[number];
  readonly incident: IncidentRecord;
}

/** What the store has not recorded of it, in the order in which it happened. */
export function newsOf(
  known: KnownIncident & { readonly closedAt?: number },
  now: number,
): IncidentNews[] {
  const { id, checkId, severity, title, openedAt, closedAt } = known;
  const toNews = (
    kind: RecordedChanges[number]['kind'],
    at: number,
  ): IncidentNews => ({
    messageId: messageId(id, { kind, checkId, severity }),
    change: { id: 0, at: new Date(at).toISOString(), kind, severity, title },
    incident: { ...known, closedAt, changes: [] },
  });
  return [
    ...(known.recorded ? [] : [toNews('opened', openedAt)]),
    ...(known.recorded && known.changed ? [toNews('changed', now)] : []),
    ...(closedAt === undefined ? [] : [toNews('closed', closedAt)]),
  ];
}

/** That it is over. */
export function endOf(known: KnownIncident, now: number): IncidentNews {
  const [end] = newsOf(
    { closedAt: now, ...known, recorded: true, changed: false },
    now,
  );
  return end;
}

/** As the store is told, with ages instead of times. */
export function toSeen(
  known: KnownIncident,
  now: number,
  ended: Pick<EndedIncident, 'closedAt' | 'settledAt'> | undefined,
): SeenIncident {
  const ageOf = (at: number) => Math.max(0, now - at);
  return {
    id: known.id,
    name: known.name,
    occurrence: known.occurrence,
    subject: known.subject,
    checkId: known.checkId,
    severity: known.severity,
    title: known.title,
    findings: known.findings,
    changed: known.changed,
    goesOn: known.recorded === true && !known.changed && !ended,
    openedAgeMs: ageOf(known.openedAt),
    seenAgeMs: known.seenAt === undefined ? undefined : ageOf(known.seenAt),
    ...(ended && {
      closed: {
        ageMs: ageOf(ended.closedAt),
        settledAgeMs: ageOf(ended.settledAt),
      },
    }),
  };
}

/** What the store has, with what was seen here since it was told. */
export function takeOver(
  known: KnownIncident | undefined,
  record: IncidentRecord,
  told: SeenIncident | undefined,
): KnownIncident {
  const { id, name, occurrence, subject, openedAt } = record;
  const isSeenHere = known?.seenAt !== undefined && !known.over;
  const { checkId, title, findings } = isSeenHere ? known : record;
  const severity = worst(record.severity, known?.severity ?? record.severity);
  return {
    ...known,
    ...{ id, name, occurrence, subject, openedAt },
    ...{ checkId, title, findings, severity },
    recorded: true,
    changed:
      known !== undefined &&
      known.changed &&
      (told?.severity !== severity || told.checkId !== checkId),
  };
}

export function worst(
  a: Incident['severity'],
  b: Incident['severity'],
): Incident['severity'] {
  return compareSeverity(a, b) <= 0 ? a : b;
}

/** As it is told to people. */
export function toIncident({
  id,
  subject,
  severity,
  title,
  findings,
  openedAt,
  closedAt,
}: Pick<
  KnownIncident,
  'id' | 'subject' | 'severity' | 'title' | 'findings' | 'openedAt'
> & { closedAt?: number }): Incident {
  return {
    id,
    subject,
    severity,
    title,
    cause: findings[0],
    findings: [...findings],
    openedAt: new Date(openedAt).toISOString(),
    ...(closedAt !== undefined && {
      closedAt: new Date(closedAt).toISOString(),
    }),
  };
}
