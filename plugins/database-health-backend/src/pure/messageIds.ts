import type { IncidentMessage } from 'backstage-plugin-database-health-common';

/**
 * What a change of an incident is called, so that who is told of it twice knows. It gets
 * worse once, and each cause comes with its name.
 */
export function messageId(
  incidentId: string,
  change: Pick<IncidentMessage, 'kind' | 'severity'> & { checkId: string },
): string {
  const { kind, severity, checkId } = change;
  return kind === 'changed'
    ? `${incidentId}:changed:${checkId}:${severity}`
    : `${incidentId}:${kind}`;
}
