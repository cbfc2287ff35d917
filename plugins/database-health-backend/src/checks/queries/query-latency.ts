import { durationInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { median } from '../../pure/growth';
import { dayMs } from '../../timeSpans';
import { grade } from '../parts/limits/grade';
import { noHistory } from '../parts/wording/noHistory';

const weekDays = 7;

/** Fewer days of a week say little of what is usual (ours). */
const leastDays = 3;

/** How long the plugin's own queries take, against its own week. */
export const queryLatency = createCheck({
  id: 'query-latency',
  title: 'Query latency',
  rationale:
    'The time that the queries of the plugin take, at the 95th percentile of the last minutes, against what is usual for it: the median of the seven days before today. What is slow for one plugin is normal for another, and a slowdown shows here before anybody complains.',
  per: 'database',
  needs: ['queries', 'queryHistory'],
  limits: {
    warningTimes: 2,
    criticalTimes: 5,
    leastMs: 250,
    leastCount: 100,
  },
  source: 'Ours.',
  remedy:
    'Under "Queries" in the detail of this database, find the statements that take most of the time. Then look for a missing index, a table that has grown, or locks that they wait for; if all are slow, look at the load of the server.',
  evaluate({ queries: { times }, queryHistory }, { limits, at }) {
    if (!queryHistory) {
      return { skipped: noHistory };
    }
    const { since, p95MsByDay } = queryHistory;
    if (since === undefined || at - since < weekDays * dayMs) {
      return {
        skipped: 'The history of its queries does not go back a week yet.',
      };
    }
    if (p95MsByDay.length < leastDays) {
      return {
        skipped: `On ${p95MsByDay.length} of the last ${weekDays} days there were enough queries to judge by; at least ${leastDays} are needed.`,
      };
    }
    if (times.count < limits.leastCount) {
      return {
        skipped: `${times.count} of at least ${limits.leastCount} queries were timed in the last minutes.`,
      };
    }
    const usualMs = median(p95MsByDay);
    const graded = grade(times.p95Ms, {
      warning: limits.warningTimes * usualMs,
      critical: limits.criticalTimes * usualMs,
    });
    if (times.p95Ms < limits.leastMs || !graded) {
      return [];
    }
    return [
      {
        severity: graded.severity,
        message: `1 in 20 queries took ${durationInWords(
          times.p95Ms,
        )} or longer in the last minutes; in the week before, it was ${
          usualMs < 1 ? 'less than 1 ms' : durationInWords(usualMs)
        }.`,
        evidence: {
          observed: Math.round(times.p95Ms),
          limit: Math.round(Math.max(graded.limit, limits.leastMs)),
          unit: 'ms',
        },
      },
    ];
  },
});
