import type { SeenIncident } from '../incidents';

/** How long nobody may have seen one that is over. */
export const closeAfterMs = 60_000;

/** Long enough over to be closed. */
export const closed: SeenIncident['closed'] = {
  ageMs: closeAfterMs,
  settledAgeMs: 0,
};

/** One as a replica tells the store of it: seen for as long as closes it, and more. */
export function seenIncident(
  changes: Partial<SeenIncident> = {},
): SeenIncident {
  const { name = 'database:catalog:size', occurrence = 1 } = changes;
  return {
    id: `${name}:${occurrence}`,
    name,
    occurrence,
    subject: { databaseId: 'catalog' },
    checkId: 'size',
    severity: 'warning',
    title: 'The database of catalog is big.',
    findings: ['catalog:size'],
    openedAgeMs: 2 * closeAfterMs,
    seenAgeMs: 1.5 * closeAfterMs,
    changed: false,
    ...changes,
  };
}
