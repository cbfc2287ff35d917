import type { StorageReport } from 'backstage-plugin-database-health-common';
import type { Picture } from '../picture/picture';
import { HistorySource, toHistoryPoint, toHistoryState } from './history';
import { atMost } from './points';
import { indexesOf, tablesOf } from './relations';

/** Points of each plugin database. */
const mostPoints = 100;

/** Tables and indexes of each plugin database. */
const mostRelations = 20;

export async function toStorage(
  picture: Picture,
  source: HistorySource,
  { at, since }: { at: number; since: number },
): Promise<StorageReport> {
  const stretchMinutes = Math.ceil((at - since) / 60_000 / (mostPoints - 1));
  const points = await source.samples.lastOfEach(stretchMinutes, 'size', since);
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
