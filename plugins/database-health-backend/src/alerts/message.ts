import type {
  Incident,
  IncidentMessage,
} from 'backstage-plugin-database-health-common';
import { subjectKey, toIncident } from '../incidents';
import type { IncidentRecord, RecordedChanges } from '../store';

/** What a message says besides the incident. */
export interface Surroundings {
  /** The plugins whose databases a subject is or has. */
  pluginIdsOf(subject: Incident['subject']): readonly string[];
  readonly pageUrl: string;
}

export function toMessage(
  id: string,
  {
    incident,
    change,
  }: { incident: IncidentRecord; change: RecordedChanges[number] },
  { pluginIdsOf, pageUrl }: Surroundings,
): IncidentMessage {
  const { name, checkId, subject } = incident;
  const openedBy = name.slice(subjectKey(subject).length + 1);
  const { kind, at, severity, title } = change;
  return {
    id,
    kind,
    at,
    severity,
    title,
    checkIds: [...new Set([openedBy, checkId])],
    pluginIds: [...pluginIdsOf(subject)].sort(),
    incident: toIncident(incident),
    url: pageUrl,
  };
}
