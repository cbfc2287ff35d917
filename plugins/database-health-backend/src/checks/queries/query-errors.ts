import type { Judgement } from 'backstage-plugin-database-health-node';
import type { Queries } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import {
  countedLately,
  countedSeconds,
  countedTime,
  isOver,
  lastCountedAt,
} from '../parts/counters/lately';
import { atMostWarning, grade } from '../parts/limits/grade';
import { remedyOf } from '../parts/reachability/remedies';
import { andOthers } from '../parts/wording/amounts';
import { timeOfDay } from '../parts/wording/times';

/** Queries of the plugin that failed, of all that it ran. */
export const queryErrors = createCheck({
  id: 'query-errors',
  title: 'Failed queries',
  rationale:
    'Queries of the plugin that failed: missing tables or columns, rejected values, deadlocks, time limits, lost connections. Rows that were rejected as duplicates do not count, since plugins often insert first and handle the conflict.',
  per: 'database',
  needs: ['queries'],
  limits: {
    leastCount: 100,
    warningPercent: 1,
    criticalPercent: 10,
    leastFailures: 3,
  },
  source:
    'Ours, counted over 5 min; a warning once none failed for 30 s and others succeeded. A statement that fails each time is a warning from `leastFailures` on, however few others fail, until it succeeds or does not come again.',
  remedy:
    'Check the log of the backend for errors of the plugin, and look at the statements with errors under "Queries" in the detail of this database. If it began with a new version, check whether all its migrations were applied.',
  evaluate({ queries }, { limits, at }) {
    const always = failingStatements(queries, limits.leastFailures, at);
    if (queries.history.length < 2) {
      return always.length > 0
        ? always
        : { skipped: 'Its queries have not been counted twice here yet.' };
    }
    const all = countedLately(queries, 'count', at);
    const errors = countedLately(queries, 'errors', at);
    const percent = (errors / all) * 100;
    const bounds = {
      warning: limits.warningPercent,
      critical: limits.criticalPercent,
    };
    const grown = grade(percent, bounds);
    if (all < limits.leastCount || !grown) {
      return always;
    }
    const lastAt = lastCountedAt(queries, 'errors');
    // Where nothing ran since, nothing says that it would not fail.
    const over =
      isOver(lastAt, at) && (lastCountedAt(queries, 'count') ?? 0) > lastAt!;
    const graded = over ? atMostWarning(grown, bounds) : grown;
    return [
      ...always,
      {
        severity: graded.severity,
        message: `${errors} of ${all} queries failed in the last ${countedTime}${
          over ? `, the last one at ${timeOfDay(lastAt!)}` : ''
        }.${mainCause(queries, at)}`,
        evidence: {
          observed: Math.round(percent * 10) / 10,
          limit: graded.limit,
          unit: '%',
        },
      },
    ];
  },
});

/** The most frequent of those that came lately. */
function mainCause({ failures }: Queries, at: number): string {
  const [most] = failures
    .filter(({ lastAt }) => at - lastAt < countedSeconds * 1_000)
    .sort((a, b) => b.count - a.count);
  return most ? ` Among them: ${most.sentence}` : '';
}

/**
 * Of a rush of successes not each is seen, so a statement that has stayed away for
 * much longer than between its failures is not taken to fail still.
 */
function failingStatements(
  { failing }: Queries,
  leastFailures: number,
  at: number,
): Judgement[] {
  const still = failing
    .filter(({ failures, since, lastAt }) => {
      const usualMs = (lastAt - since) / Math.max(1, failures - 1);
      return (
        failures >= leastFailures &&
        at - lastAt < Math.max(countedSeconds * 1_000, 2.5 * usualMs)
      );
    })
    .sort((a, b) => b.failures - a.failures);
  const [worst, ...others] = still;
  return worst
    ? [
        {
          severity: 'warning',
          object: 'statement',
          message: `A statement has failed in all of its last ${
            worst.failures
          } runs, since ${timeOfDay(worst.since)}${andOthers(others.length)}. ${
            worst.failure.sentence
          }`,
          evidence: {
            observed: worst.failures,
            limit: leastFailures,
            unit: 'failures in a row',
          },
          remedy: {
            text: `${remedyOf(
              worst.failure,
            )} The statement is under "Queries" in the detail of this database.`,
          },
        },
      ]
    : [];
}
