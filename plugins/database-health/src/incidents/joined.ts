import type {
  Finding,
  Incident,
  Overview,
} from 'backstage-plugin-database-health-common';
import { isStanding } from '../findings/dismissal/standing';

/** An open incident with those of its findings that are there now. */
export interface JoinedIncident {
  incident: Incident;
  /** Absent where it has ended already, but the incident has not. */
  cause?: Finding;
  symptoms: readonly Finding[];
}

/**
 * Puts each finding where it belongs: to an incident, in the order of the overview,
 * or to none. What was dismissed belongs to none.
 */
export function joinIncidents({ incidents, findings }: Overview): {
  incidents: readonly JoinedIncident[];
  others: readonly Finding[];
} {
  const byKey = new Map(
    findings.filter(isStanding).map(finding => [finding.key, finding]),
  );
  const taken = new Set<string>();
  const joined = incidents.map(incident => {
    const own = [incident.cause, ...incident.findings].flatMap(key => {
      const finding = taken.has(key) ? undefined : byKey.get(key);
      taken.add(key);
      return finding ?? [];
    });
    const cause = own.find(({ key }) => key === incident.cause);
    return {
      incident,
      ...(cause && { cause }),
      symptoms: own.filter(finding => finding !== cause),
    };
  });
  return {
    incidents: joined,
    others: findings.filter(
      finding => !isStanding(finding) || !taken.has(finding.key),
    ),
  };
}
