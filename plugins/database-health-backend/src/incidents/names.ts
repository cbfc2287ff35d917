import type { Incident } from 'backstage-plugin-database-health-common';

/** Of a plugin database or of a server, as text. */
export function subjectKey(subject: Incident['subject']): string {
  return 'serverId' in subject
    ? `server:${subject.serverId}`
    : `database:${subject.databaseId}`;
}

/** What opens an incident again and again: a subject and a check. */
export function incidentName(
  subject: Incident['subject'],
  checkId: string,
): string {
  return `${subjectKey(subject)}:${checkId}`;
}

/** The same in every replica that has counted the same incidents. */
export function incidentId(name: string, occurrence: number): string {
  return `${name}:${occurrence}`;
}
