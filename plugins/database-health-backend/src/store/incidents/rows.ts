import type { Incident } from 'backstage-plugin-database-health-common';
import type { IncidentRecord, RecordedChanges, SeenIncident } from './types';

/** Bounds of what one incident holds (ours). */
export const longestTitle = 1_000;
export const mostFindings = 100;
const longestKey = 500;
const longestName = 240;
const longestId = 120;

/** What is written of an incident, besides its times. */
export function toRow(incident: SeenIncident) {
  const { id, name, occurrence, subject, checkId, severity } = incident;
  return {
    id,
    name,
    occurrence,
    database_id: 'databaseId' in subject ? subject.databaseId : null,
    server_id: 'serverId' in subject ? subject.serverId : null,
    check_id: checkId,
    severity,
    title: incident.title.slice(0, longestTitle),
    findings: JSON.stringify(incident.findings.slice(0, mostFindings)),
  };
}

/** Whether the columns can hold its names: plugins and checks of others name them. */
export function fits({ name, subject, checkId }: SeenIncident): boolean {
  const id = 'serverId' in subject ? subject.serverId : subject.databaseId;
  return (
    name.length <= longestName &&
    id.length <= longestId &&
    checkId.length <= longestId
  );
}

/** `undefined` for a row that none of ours has written: it is not trusted. */
export function fromRow(
  row: Record<string, unknown>,
  changes: readonly Record<string, unknown>[] = [],
): IncidentRecord | undefined {
  const subject = subjectOf(row);
  const id = text(row.id, longestName + 15);
  const name = text(row.name, longestName);
  const checkId = text(row.check_id, longestId);
  const severity = severityOf(row.severity);
  const title = text(row.title, longestTitle);
  const findings = keysOf(row.findings);
  const occurrence = Number(row.occurrence);
  const openedAt = timeOf(row.opened_ms);
  const closedAt = timeOf(row.closed_ms);
  return subject &&
    id &&
    name &&
    checkId &&
    severity &&
    title &&
    findings &&
    Number.isSafeInteger(occurrence) &&
    occurrence > 0 &&
    openedAt !== undefined
    ? {
        id,
        name,
        occurrence,
        subject,
        checkId,
        severity,
        title,
        findings,
        openedAt,
        closedAt,
        changes: changes.flatMap(each => changeFrom(each) ?? []),
      }
    : undefined;
}

const kinds = ['opened', 'changed', 'closed'] as const;

export function changeFrom(
  row: Record<string, unknown>,
): RecordedChanges[number] | undefined {
  const id = Number(row.id);
  const at = timeOf(row.at_ms);
  const kind = kinds.find(each => each === row.kind);
  const severity = severityOf(row.severity);
  const title = text(row.title, longestTitle);
  return Number.isSafeInteger(id) &&
    at !== undefined &&
    kind &&
    severity &&
    title
    ? { id, at: new Date(at).toISOString(), kind, severity, title }
    : undefined;
}

function severityOf(value: unknown) {
  return (['critical', 'warning'] as const).find(each => each === value);
}

function subjectOf({
  database_id,
  server_id,
}: Record<string, unknown>): Incident['subject'] | undefined {
  const databaseId = text(database_id, longestId);
  const serverId = text(server_id, longestId);
  if (serverId && !databaseId) {
    return { serverId };
  }
  return databaseId && !serverId ? { databaseId } : undefined;
}

function keysOf(value: unknown): string[] | undefined {
  try {
    const keys: unknown = JSON.parse(String(value));
    return Array.isArray(keys) && keys.length > 0
      ? keys.slice(0, mostFindings).flatMap(key => text(key, longestKey) ?? [])
      : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown, longest: number): string | undefined {
  return typeof value === 'string' && value.length > 0
    ? value.slice(0, longest)
    : undefined;
}

/** The latest that a `Date` can hold. */
const latestMs = 8.64e15;

function timeOf(value: unknown): number | undefined {
  const time = value === null ? NaN : Number(value);
  return time >= 0 && time <= latestMs ? time : undefined;
}
