import type { Incident } from 'backstage-plugin-database-health-common';
import { compareSeverity } from 'backstage-plugin-database-health-common';
import type { IncidentRecord, SeenIncident } from '../store';
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
