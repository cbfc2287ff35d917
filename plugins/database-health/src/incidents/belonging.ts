import type {
  Incident,
  Overview,
} from 'backstage-plugin-database-health-common';
import { subjectName } from '../words/names';

/** One check that an incident has findings of, and about whom. */
export interface Belonging {
  checkId: string;
  /** Plugins and servers, in the order of the findings. */
  names: readonly string[];
}

/**
 * What belonged to an incident, the cause first. Its findings may have ended long
 * ago, so all that is known of them is their keys: subject, check and object.
 */
export function belongingsOf(
  { cause, findings }: Incident,
  overview: Overview,
): Belonging[] {
  const names = new Map<string, string[]>();
  for (const key of new Set([cause, ...findings])) {
    const { subject, checkId } = partsOf(key, overview);
    const known = names.get(checkId) ?? [];
    names.set(checkId, known.includes(subject) ? known : [...known, subject]);
  }
  return [...names].map(([checkId, of]) => ({ checkId, names: of }));
}

/** The plugins and the server that an incident is about, by their names. */
export function concernedBy(incident: Incident, overview: Overview): string[] {
  return [
    ...new Set([
      subjectName(incident.subject, overview),
      ...belongingsOf(incident, overview).flatMap(({ names }) => names),
    ]),
  ];
}

function partsOf(
  key: string,
  overview: Overview,
): { subject: string; checkId: string } {
  const { databases, servers } = overview;
  const subjects = [
    ...databases.map(({ id }) => ({ id, databaseId: id })),
    ...servers.map(({ id }) => ({ id, serverId: id })),
  ].filter(({ id }) => key.startsWith(`${id}:`));
  // A name with a colon in it may begin like another one.
  const [known] = subjects.sort((a, b) => b.id.length - a.id.length);
  const id = known?.id ?? key.slice(0, Math.max(0, key.indexOf(':')));
  return {
    subject: known ? subjectName(known, overview) : id,
    checkId: key.slice(id.length + 1).split(':')[0],
  };
}
