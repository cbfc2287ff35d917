import { mostRelations } from '../../pure/facts';

/** As many as a reading holds, largest first, those alike by name. */
export function largest<T extends { name: string }>(
  facts: readonly T[],
  bytesOf: (fact: T) => number,
): T[] {
  return [...facts]
    .sort((a, b) => bytesOf(b) - bytesOf(a) || (a.name < b.name ? -1 : 1))
    .slice(0, mostRelations);
}
