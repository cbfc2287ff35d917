import { valueOf } from 'backstage-plugin-database-health-node';
import type { Snapshot } from '../picture/types';
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
  const observed = new Map(
    snapshots
      .filter(({ observation }) => observation)
      .map(snapshot => [snapshot.database.pluginId, snapshot]),
  );
  // Nothing is observed where a custom database service hides the clients;
  // taking such a backend out of service would be our outage, not theirs.
  if (observed.size === 0) {
    return 'warn';
  }
  const { plugins = [...observed.keys()] } = options;
  const verdicts = plugins.map(id => verdictOn(observed.get(id), options, at));
  if (verdicts.includes('fail')) {
    return 'fail';
  }
  return verdicts.includes('warn') ? 'warn' : 'pass';
}

/** `undefined` for a plugin that has not asked for its database. */
function verdictOn(
  snapshot: Snapshot | undefined,
  options: ReadinessOptions,
  at: number,
): HealthStatus {
  const reachability = valueOf(snapshot?.readings.reachability);
  const { checkedAt } = snapshot ?? {};
  if (reachability?.lastAnsweredAt === undefined || checkedAt === undefined) {
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
