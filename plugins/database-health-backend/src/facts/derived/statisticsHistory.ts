import type { DatabaseStatistics, StatisticsSample } from '../../pure/facts';
import { valueOf } from 'backstage-plugin-database-health-node';
import { pulseHistoryLength } from '../../pure/facts';
import { hourMs, minuteMs } from '../../timeSpans';
import { derivedFact } from './derive';
import type { LookSubject } from './connectionsPeak';

/**
 * Statistics with what was read before. A counter that went back was reset, and
 * what was read before that says nothing any more, as with one that came or went.
 */
export const statisticsHistory = derivedFact({
  fact: 'statistics',
  needs: ['statistics'],
  derive: ({ statistics: { value, at } }, { before }: LookSubject) =>
    value.map(statistics => {
      const known = valueOf(before.statistics)?.find(
        each => each.database === statistics.database,
      );
      const sample = sampleOf(statistics, at);
      const history = known && !wentBack(known, sample) ? known.history : [];
      return { ...statistics, history: thinned([...history, sample]) };
    }),
});

/** Of an hour, one a minute of those that are not among the newest. */
function thinned(
  history: readonly StatisticsSample[],
): readonly StatisticsSample[] {
  const newest = history.slice(-pulseHistoryLength);
  const { at } = newest[newest.length - 1];
  let keptAt = -Infinity;
  const older = history.slice(0, -pulseHistoryLength).filter(sample => {
    // A clock that was put back leaves samples of times to come.
    const keeps =
      sample.at - keptAt >= minuteMs &&
      sample.at <= at &&
      // The last one before the hour says what was counted when it began.
      at - sample.at < hourMs + minuteMs;
    keptAt = keeps ? sample.at : keptAt;
    return keeps;
  });
  return [...older, ...newest];
}

const counters = [
  'commits',
  'rollbacks',
  'deadlocks',
  'temporaryFiles',
  'temporaryBytes',
] as const satisfies readonly (keyof StatisticsSample)[];

function sampleOf(
  statistics: DatabaseStatistics,
  at: number,
): StatisticsSample {
  const { commits, rollbacks, deadlocks, temporaryFiles, temporaryBytes } =
    statistics;
  return { at, commits, rollbacks, deadlocks, temporaryFiles, temporaryBytes };
}

function wentBack(before: DatabaseStatistics, now: StatisticsSample): boolean {
  return counters.some(counter => {
    const [then, since] = [before[counter], now[counter]];
    return then === null || since === null ? then !== since : since < then;
  });
}
