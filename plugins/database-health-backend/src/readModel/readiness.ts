import type { Snapshot } from '../picture/picture';
import { valueOf } from './databases';

/** @see https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check */
export type HealthStatus = 'pass' | 'warn' | 'fail';

export interface ReadinessOptions {
  /** `undefined` means every plugin that has a database. */
  readonly plugins: readonly string[] | undefined;
  readonly failureThreshold: number;
  readonly pulseIntervalMs: number;
}

/** A pulse older than this many intervals says nothing any more (ours). */
const staleAfterIntervals = 3;

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
  const watched = snapshots.filter(({ observation }) =>
    plugins
      ? plugins.includes(observation.pluginId)
      : observation.client || observation.clientFailure,
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
  { failureThreshold, pulseIntervalMs }: ReadinessOptions,
  at: number,
): HealthStatus {
  const reachability = valueOf(readings.reachability);
  if (!reachability || checkedAt === undefined) {
    return 'fail';
  }
  if (at - checkedAt > staleAfterIntervals * pulseIntervalMs) {
    return 'fail';
  }
  if (reachability.failures >= failureThreshold) {
    return 'fail';
  }
  const answers = reachability.failures === 0;
  return answers ? 'pass' : 'warn';
}
