import leven from 'leven';

/** Names that differ in so many letters may be meant for each other (ours). */
const mostDifferences = 2;

/** Shorter names are near to each other by chance (ours). */
const shortestNear = 5;

/** The name that may be meant, whatever its case and its dashes are. */
export function nearestTo(
  id: string,
  names: readonly string[],
): string | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const [nearest] = names
    .map(name => ({ name, differences: leven(plain(id), plain(name)) }))
    .filter(
      ({ name, differences }) =>
        differences === 0 ||
        (differences <= mostDifferences &&
          Math.min(plain(name).length, plain(id).length) >= shortestNear),
    )
    .sort((a, b) => a.differences - b.differences);
  return nearest?.name;
}
