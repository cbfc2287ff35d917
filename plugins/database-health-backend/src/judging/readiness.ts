import { valueOf } from 'backstage-plugin-database-health-node';
import type { Snapshot } from '../picture/types';
import { ownPluginId } from '../ownPluginId';
import { Intervals, pulseStaleAfterMs } from './staleness';

/** @see https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check */
export type HealthStatus = 'pass' | 'warn' | 'fail';

export interface ReadinessOptions extends Intervals {
  /** Without whose databases the backend is not ready. */
  readonly plugins: readonly string[];
  readonly failureThreshold: number;
  /** Whether all plugins of this backend have started. */
  readonly hasStarted: boolean;
  /** Whether it was asked to shut down. */
  readonly isStopping: boolean;
  /**
   * Whether it was ready before: then each plugin database that was asked for by
   * then has answered, and one that never has was opened later.
   */
  readonly wasReady: boolean;
}

/**
 * Whether traffic should come here, from memory. All replicas see a database in
 * the same way: one that is missed by a plugin would take every replica out of
 * service, so none counts that is not named.
 */
export function readinessOf(
  snapshots: readonly Snapshot[],
  options: ReadinessOptions,
  at: number,
): HealthStatus {
  if (options.isStopping || !options.hasStarted) {
    return 'fail';
  }
  const all = snapshots.filter(({ observation }) => observation);
  // Nothing is observed where a custom database service hides the clients;
  // taking such a backend out of service would be our outage, not theirs.
  if (all.length === 0) {
    return 'warn';
  }
  if (!all.some(({ checkedAt }) => isFresh(checkedAt, options, at))) {
    return 'fail';
  }
  const watched = new Map(
    others(all).map(snapshot => [snapshot.database.pluginId, snapshot]),
  );
  if (options.plugins.some(id => isMissed(watched.get(id), options, at))) {
    return 'fail';
  }
  return [...watched.values()].every(each => answers(each, options, at))
    ? 'pass'
    : 'warn';
}

/** The same for who can only read a code: every plugin database counts. */
export function healthOf(
  snapshots: readonly Snapshot[],
  options: ReadinessOptions,
  at: number,
): HealthStatus {
  return others(snapshots).some(
    snapshot => snapshot.observation && isUnreachable(snapshot, options),
  )
    ? 'fail'
    : readinessOf(snapshots, options, at);
}

/** Without our own, which no plugin of the portal needs. */
function others(snapshots: readonly Snapshot[]): Snapshot[] {
  return snapshots.filter(({ database }) => database.pluginId !== ownPluginId);
}

/** `undefined` for a plugin that has not asked for its database. */
function isMissed(
  snapshot: Snapshot | undefined,
  options: ReadinessOptions,
  at: number,
): boolean {
  const hasAnswered =
    valueOf(snapshot?.readings.reachability)?.lastAnsweredAt !== undefined;
  // What nobody has looked at yet grows old as a look does.
  const seenAt = snapshot?.checkedAt ?? snapshot?.observation?.requestedAt;
  return (
    (!hasAnswered && !options.wasReady) ||
    !isFresh(seenAt, options, at) ||
    isUnreachable(snapshot, options)
  );
}

function isUnreachable(
  snapshot: Snapshot | undefined,
  { failureThreshold }: ReadinessOptions,
): boolean {
  const reachability = valueOf(snapshot?.readings.reachability);
  return (
    reachability !== undefined && reachability.failures >= failureThreshold
  );
}

function answers(
  { readings, checkedAt }: Snapshot,
  options: ReadinessOptions,
  at: number,
): boolean {
  return (
    valueOf(readings.reachability)?.failures === 0 &&
    valueOf(readings.reachability)?.readOnly === undefined &&
    isFresh(checkedAt, options, at)
  );
}

function isFresh(
  seenAt: number | undefined,
  options: ReadinessOptions,
  at: number,
): boolean {
  return seenAt !== undefined && at - seenAt <= pulseStaleAfterMs(options);
}
