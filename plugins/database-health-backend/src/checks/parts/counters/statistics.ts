import type { Judgement, Skipped } from 'backstage-plugin-database-health-node';
import type { DatabaseStatistics } from '../../../pure/facts';
import { someOf } from '../wording/list';

/** What is counted, in words. */
const names = {
  rollbacks: 'transactions that were rolled back',
  deadlocks: 'deadlocks',
  temporaryBytes: 'how much is written to temporary files',
} as const;

/** Judges each database of which it is known how much more was counted. */
export function judgeCounted(
  statistics: readonly DatabaseStatistics[],
  counter: keyof typeof names,
  judge: (
    database: DatabaseStatistics,
  ) => Omit<Judgement, 'object'> | undefined,
): readonly Judgement[] | Skipped {
  if (statistics.some(each => each[counter] === null)) {
    return { skipped: `This server does not count ${names[counter]}.` };
  }
  const counted = statistics.filter(({ history }) => history.length >= 2);
  if (counted.length === 0) {
    return {
      skipped:
        'The databases of the server have not been counted twice here yet.',
    };
  }
  return counted.flatMap(database => {
    const judgement = judge(database);
    return judgement
      ? [
          {
            ...(database.database !== undefined && {
              object: database.database,
            }),
            ...judgement,
          },
        ]
      : [];
  });
}

/** `in the database of catalog`, or wherever on the server. */
export function whereCounted(statistics: DatabaseStatistics): string {
  return statistics.database === undefined
    ? 'on the whole server'
    : `in ${databaseOf(statistics)}`;
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
