import type {
  FactName,
  Facts,
  Reading,
  Readings,
} from 'backstage-plugin-database-health-node';

/** Of each fact the newest reading. */
export function newestReadings(all: readonly Readings[]): Readings {
  const merged: Readings = {};
  for (const readings of all) {
    for (const fact of Object.keys(readings) as FactName[]) {
      takeNewer(merged, readings, fact);
    }
  }
  return merged;
}

/** One plugin database that cannot be read hides nothing of the server. */
function takeNewer<F extends FactName>(
  merged: Readings,
  readings: Readings,
  fact: F,
): void {
  const present = merged[fact] as Reading<Facts[F]> | undefined;
  const other = readings[fact] as Reading<Facts[F]> | undefined;
  if (!other) {
    return;
  }
  const better =
    !present ||
    (present.status === other.status
      ? other.at > present.at
      : other.status === 'read');
  if (better) {
    merged[fact] = other as Readings[F];
  }
}
