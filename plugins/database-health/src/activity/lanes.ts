import {
  compareStatus,
  Overview,
  Status,
  statusOrder,
  Transition,
} from 'backstage-plugin-database-health-common';
import { subjectName } from '../words/names';
import type { FirstSeen } from './firstSeen';

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
 * `seen`, each is taken to have been watched all the time.
 */
export function lanesOf(
  watched: Pick<Overview, 'databases' | 'servers'>,
  newestFirst: readonly Transition[],
  { from, to, seen }: { from: number; to: number; seen?: FirstSeen },
): Lane[] {
  const { databases, servers } = watched;
  const whole = newestFirst.filter(({ checkId }) => checkId === undefined);
  const subjects = [
    ...databases.map(({ id, status }) => ({
      id,
      name: subjectName({ databaseId: id }, watched),
      status,
      databaseId: id,
      seenAt: seen?.byDatabase.get(id),
      own: whole.filter(({ databaseId }) => databaseId === id),
    })),
    ...servers.map(({ id, status }) => ({
      id: `server ${id}`,
      name: subjectName({ serverId: id }, watched),
      status,
      databaseId: undefined,
      seenAt: seen && firstOf(databases, id, seen),
      own: whole.filter(({ serverId }) => serverId === id),
    })),
  ];
  return subjects
    .filter(({ own, status }) => own.length > 0 || status !== 'ok')
    .map(({ id, name, databaseId, status, own, seenAt = seen?.ofAny }) => ({
      id,
      name,
      ...(databaseId !== undefined && { databaseId }),
      segments: segmentsOf([...own].reverse(), status, {
        from,
        to,
        watchedFrom:
          seenAt === undefined || seenAt - from <= seen!.toWithinMs
            ? from
            : seenAt,
      }),
    }))
    .filter(({ segments }) => segments.length > 0)
    .sort(worstFirst);
}

/** When the first database of a server was heard of. */
function firstOf(
  databases: Overview['databases'],
  serverId: string,
  { byDatabase }: FirstSeen,
): number | undefined {
  const times = databases
    .filter(database => database.serverId === serverId)
    .flatMap(({ id }) => byDatabase.get(id) ?? []);
  return times.length > 0 ? Math.min(...times) : undefined;
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
  oldestFirst: readonly Transition[],
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
      ? Math.min(watchedFrom, changes[0]?.at ?? to)
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
