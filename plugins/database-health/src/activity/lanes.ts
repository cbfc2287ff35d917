import {
  compareStatus,
  Overview,
  Status,
  statusOrder,
  type Transitions,
} from 'backstage-plugin-database-health-common';
import { subjectName } from '../words/names';
import { firstWatched, type WatchedSince } from './watched';

/** How one database or server was from one time to another. */
export interface LaneSegment {
  /** `null` before it was watched. */
  status: Status | null;
  /** Epoch milliseconds. */
  from: number;
  to: number;
}

export interface Lane {
  id: string;
  name: string;
  databaseId?: string;
  segments: readonly LaneSegment[];
}

/**
 * One lane for each database and server whose status changed between two
 * times, or is not ok now; those that were worst for longest first. Without
 * `watchedSince`, each is taken to have been watched all the time.
 */
export function lanesOf(
  watched: Pick<Overview, 'databases' | 'servers'>,
  newestFirst: Readonly<Transitions['transitions']>,
  {
    from,
    to,
    watchedSince,
  }: { from: number; to: number; watchedSince?: WatchedSince },
): Lane[] {
  const { databases, servers } = watched;
  const whole = newestFirst.filter(({ checkId }) => checkId === undefined);
  const subjects = [
    ...databases.map(({ id, status }) => ({
      id,
      name: subjectName({ databaseId: id }, watched),
      status,
      databaseId: id,
      databaseIds: [id],
      own: whole.filter(({ databaseId }) => databaseId === id),
    })),
    ...servers.map(({ id, status }) => ({
      id: `server ${id}`,
      name: subjectName({ serverId: id }, watched),
      status,
      databaseId: undefined,
      databaseIds: databases
        .filter(({ serverId }) => serverId === id)
        .map(database => database.id),
      own: whole.filter(({ serverId }) => serverId === id),
    })),
  ];
  return subjects
    .filter(({ own, status }) => own.length > 0 || status !== 'ok')
    .map(({ id, name, databaseId, databaseIds, status, own }) => ({
      id,
      name,
      ...(databaseId !== undefined && { databaseId }),
      segments: segmentsOf([...own].reverse(), status, {
        from,
        to,
        watchedFrom: watchedSince ? beginOf(watchedSince, databaseIds) : from,
      }),
    }))
    .filter(({ segments }) => segments.length > 0)
    .sort(worstFirst);
}

/** A subject that nothing is kept of is taken to have been there with the first. */
function beginOf(
  watchedSince: WatchedSince,
  databaseIds: readonly string[],
): number {
  const own = firstWatched(watchedSince, databaseIds);
  return Number.isFinite(own) ? own : firstWatched(watchedSince);
}

/** How long each status lasted, worst first, in milliseconds. */
export function timesOf({ segments }: Lane): [Status, number][] {
  return statusOrder
    .map((status): [Status, number] => [
      status,
      segments
        .filter(segment => segment.status === status)
        .reduce((sum, { from, to }) => sum + to - from, 0),
    ])
    .filter(([, ms]) => ms > 0);
}

function segmentsOf(
  oldestFirst: Readonly<Transitions['transitions']>,
  now: Status,
  { from, to, watchedFrom }: { from: number; to: number; watchedFrom: number },
): LaneSegment[] {
  const changes = oldestFirst
    .map(({ at, to: status }) => ({ at: Date.parse(at), status }))
    .filter(({ at }) => at >= from && at <= to);
  const before = oldestFirst[0]?.from ?? now;
  // What was bad was seen to become so, if before all this.
  const start =
    before === 'ok' || before === 'unknown'
      ? Math.max(from, Math.min(watchedFrom, changes[0]?.at ?? to))
      : from;
  return [
    ...(start > from ? [{ at: from, status: null }] : []),
    { at: start, status: before },
    ...changes,
  ]
    .map(({ at, status }, index, all) => ({
      status,
      from: at,
      to: all[index + 1]?.at ?? to,
    }))
    .filter(segment => segment.to > segment.from);
}

function worstFirst(a: Lane, b: Lane): number {
  const [aWorst, aMs] = timesOf(a)[0] ?? ['ok', 0];
  const [bWorst, bMs] = timesOf(b)[0] ?? ['ok', 0];
  return (
    compareStatus(aWorst, bWorst) || bMs - aMs || a.name.localeCompare(b.name)
  );
}
