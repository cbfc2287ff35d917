import { valueOf } from 'backstage-plugin-database-health-node';
import type { Snapshot } from '../picture/types';
import { Intervals, pulseStaleAfterMs } from './staleness';

/** @see https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check */
export type HealthStatus = 'pass' | 'warn' | 'fail';

export interface ReadinessOptions extends Intervals {
  /** `undefined` means every plugin that has a database. */
  readonly plugins: readonly string[] | undefined;
  readonly failureThreshold: number;
  /**
   * Whether the whole backend was ready before: then each plugin database that
   * was asked for by then has answered, and one that never has was opened later.
   */
  readonly wasReady: boolean;
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
  const hasAnswered = reachability?.lastAnsweredAt !== undefined;
  if (!hasAnswered && !options.wasReady) {
    return 'fail';
  }
  // What nobody has looked at yet grows old as a look does.
  const seenAt = snapshot?.checkedAt ?? snapshot?.observation?.requestedAt;
  if (seenAt === undefined || at - seenAt > pulseStaleAfterMs(options)) {
    return 'fail';
  }
  if (reachability && reachability.failures >= options.failureThreshold) {
    return 'fail';
  }
  return reachability?.failures === 0 ? 'pass' : 'warn';
}
