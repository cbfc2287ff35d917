import type { StorageReport } from 'backstage-plugin-database-health-common';
import type { Picture } from '../picture/picture';
import { dayMs, minuteMs } from '../timeSpans';
import { HistorySource, toHistoryPoint, toHistoryState } from './history';
import { atMost } from './points';
import { indexesOf, tablesOf } from './relations';

/** Points of each plugin database. */
const mostPoints = 100;

/** Tables and indexes of each plugin database. */
const mostRelations = 20;

const dayMinutes = dayMs / minuteMs;
const partsOfDay = [15, 30, 60, 120, 180, 240, 360, 480, 720, dayMinutes];

/**
 * Of each stretch the last sample is told. None goes over midnight (UTC): of an older
 * day one sample is kept, and one of the next day would take its place.
 */
export function stretchMinutesOf(spanMs: number): number {
  const least = spanMs / minuteMs / (mostPoints - 1);
  return (
    partsOfDay.find(minutes => minutes >= least) ??
    Math.ceil(least / dayMinutes) * dayMinutes
  );
}

export async function toStorage(
  picture: Picture,
  source: HistorySource,
  { at, since }: { at: number; since: number },
): Promise<StorageReport> {
  const points = await source.samples.lastOfEach(
    stretchMinutesOf(at - since),
    'size',
    since,
  );
  return {
    generatedAt: new Date(at).toISOString(),
    since: new Date(since).toISOString(),
    databases: picture
      .snapshots()
      .map(({ database: { pluginId }, known }) => ({
        databaseId: pluginId,
        points: atMost(mostPoints, points?.get(pluginId) ?? []).map(
          toHistoryPoint,
        ),
        tables: tablesOf(known)?.slice(0, mostRelations) ?? null,
        indexes: indexesOf(known)?.slice(0, mostRelations) ?? null,
      }))
      .sort((a, b) => a.databaseId.localeCompare(b.databaseId)),
    history: toHistoryState(source, points !== undefined),
  };
}
