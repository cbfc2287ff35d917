import type { Judgement, Skipped } from 'backstage-plugin-database-health-node';
import type { DatabaseStatistics } from '../../../pure/facts';
import { someOf } from '../wording/list';

/** Judges each database of which it is known how much more was counted. */
export function judgeCounted(
  statistics: readonly DatabaseStatistics[],
  judge: (
    database: DatabaseStatistics,
  ) => Omit<Judgement, 'object'> | undefined,
): readonly Judgement[] | Skipped {
  const counted = statistics.filter(({ history }) => history.length >= 2);
  if (counted.length === 0) {
    return {
      skipped:
        'The databases of the server have not been counted twice here yet.',
    };
  }
  return counted.flatMap(database => {
    const judgement = judge(database);
    return judgement ? [{ object: database.database, ...judgement }] : [];
  });
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
