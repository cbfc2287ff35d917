import type { DatabaseStatistics, StatisticsSample } from '../../pure/facts';
import { noon, statistics } from './facts';

type Counts = Partial<Omit<StatisticsSample, 'at'>>;

/** A database as looks found it: seconds ago and counts, the oldest first. */
export function counted(
  ...looks: readonly (readonly [ago: number, counts: Counts])[]
): DatabaseStatistics {
  const nothing = {
    commits: 0,
    rollbacks: 0,
    deadlocks: 0,
    temporaryFiles: 0,
    temporaryBytes: 0,
  };
  const [, newest] = looks[looks.length - 1];
  return statistics({
    ...nothing,
    ...newest,
    history: looks.map(([ago, counts]) => ({
      at: noon - ago * 1_000,
      ...nothing,
      ...counts,
    })),
  });
}
