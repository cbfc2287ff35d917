import type { DatabaseStatistics } from 'backstage-plugin-database-health-node';
import { someOf } from '../wording/list';

/** Over how long is counted what the server counts of a database. */
export const countedSeconds = 300;

/** Why a check of what was counted lately has nothing to look at. */
export const noTwoCounts =
  'No two counts of the databases of the server are known here yet.';

/** Those of which it is known how much more was counted. */
export function countedTwice(
  statistics: readonly DatabaseStatistics[],
): readonly DatabaseStatistics[] {
  return statistics.filter(({ history }) => history.length >= 2);
}

/** `the database of catalog`; its name where no plugin is known in it. */
export function databaseOf({
  database,
  pluginIds = [],
}: DatabaseStatistics): string {
  return pluginIds.length > 0
    ? `the database of ${someOf(pluginIds)}`
    : `the database ${database}`;
}
