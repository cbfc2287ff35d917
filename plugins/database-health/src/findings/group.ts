import type { Finding } from 'backstage-plugin-database-health-common';

/** Findings that say the same of several databases, or just one finding. */
export interface FindingGroup {
  /** The one that speaks for all. */
  first: Finding;
  all: readonly Finding[];
  /** The earliest of all, ISO 8601 UTC. */
  since: string;
}

/**
 * Puts findings of the same words together, so that a server that is down is
 * one line and not one for each of its databases. The order of the first ones
 * is kept.
 */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { checkId, serverId, severity, message, remedy, object, dismissed } =
      finding;
    const words = JSON.stringify([
      checkId,
      serverId,
      severity,
      message,
      remedy.text,
      remedy.sql,
      remedy.shell,
      object,
      dismissed,
    ]);
    groups.set(words, [...(groups.get(words) ?? []), finding]);
  }
  return [...groups.values()].map(all => ({
    first: all[0],
    all,
    since: all.map(({ since }) => since).sort()[0],
  }));
}
