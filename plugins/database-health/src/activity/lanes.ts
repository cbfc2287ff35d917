import {
  compareStatus,
  Overview,
  Status,
  statusOrder,
  Transition,
} from 'backstage-plugin-database-health-common';

/** How one database or server was from one time to another. */
export interface LaneSegment {
  status: Status;
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
 * times, or is not ok now; those that were worst for longest first. Nothing is
 * drawn of a time of which nothing is known.
 */
export function lanesOf(
  { databases, servers }: Pick<Overview, 'databases' | 'servers'>,
  newestFirst: readonly Transition[],
  { from, to }: { from: number; to: number },
): Lane[] {
  const whole = newestFirst.filter(({ checkId }) => checkId === undefined);
  const subjects = [
    ...databases.map(({ id, pluginId, status }) => ({
      id,
      name: pluginId,
      status,
      databaseId: id,
      own: whole.filter(({ databaseId }) => databaseId === id),
    })),
    ...servers.map(({ id, host, status }) => ({
      id: `server ${id}`,
      name: `server ${host ?? id}`,
      status,
      databaseId: undefined,
      own: whole.filter(({ serverId }) => serverId === id),
    })),
  ];
  return subjects
    .filter(({ own, status }) => own.length > 0 || status !== 'ok')
    .map(({ id, name, databaseId, status, own }) => ({
      id,
      name,
      ...(databaseId !== undefined && { databaseId }),
      segments: segmentsOf([...own].reverse(), status, { from, to }),
    }))
    .sort(worstFirst);
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
  { from, to }: { from: number; to: number },
): LaneSegment[] {
  const changes = oldestFirst
    .map(({ at, to: status }) => ({ at: Date.parse(at), status }))
    .filter(({ at }) => at >= from && at <= to);
  const before = oldestFirst[0]?.from ?? now;
  return [{ at: from, status: before }, ...changes]
    .map(({ at, status }, index) => ({
      status,
      from: at,
      to: changes[index]?.at ?? to,
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
