import { valueOf } from 'backstage-plugin-database-health-node';
import type { Snapshot } from '../picture/picture';
import { Intervals, pulseStaleAfterMs } from '../picture/staleness';

/** @see https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check */
export type HealthStatus = 'pass' | 'warn' | 'fail';

export interface ReadinessOptions extends Intervals {
  /** `undefined` means every plugin that has a database. */
  readonly plugins: readonly string[] | undefined;
  readonly failureThreshold: number;
}

/**
 * Whether traffic should come here, from memory. Only reachability counts:
 * sizes, migrations and the like never make a backend unready.
 */
export function readinessOf(
  snapshots: readonly Snapshot[],
  options: ReadinessOptions,
  at: number,
): HealthStatus {
  const { plugins } = options;
  const watched = snapshots.filter(
    ({ observation, database }) =>
      observation && (plugins?.includes(database.pluginId) ?? true),
  );
  const verdicts = watched.map(snapshot => verdictOn(snapshot, options, at));
  if (verdicts.includes('fail')) {
    return 'fail';
  }
  // Nothing is observed where a custom database service hides the clients;
  // taking such a backend out of service would be our outage, not theirs.
  return verdicts.length === 0 || verdicts.includes('warn') ? 'warn' : 'pass';
}

function verdictOn(
  { readings, checkedAt }: Snapshot,
  options: ReadinessOptions,
  at: number,
): HealthStatus {
  const reachability = valueOf(readings.reachability);
  if (!reachability || checkedAt === undefined) {
    return 'fail';
  }
  if (at - checkedAt > pulseStaleAfterMs(options)) {
    return 'fail';
  }
  if (reachability.failures >= options.failureThreshold) {
    return 'fail';
  }
  const answers = reachability.failures === 0;
  return answers ? 'pass' : 'warn';
}
