import type { Transition } from 'backstage-plugin-database-health-common';

/** A transition, and how long what it led to lasted. */
export interface Change extends Transition {
  key: string;
  /** `undefined` where it is still so. */
  lastedMs?: number;
}

/** What a transition is about: a database or server, and the check. */
export function subjectKey({
  databaseId,
  serverId,
  checkId,
}: Pick<Transition, 'databaseId' | 'serverId' | 'checkId'>): string {
  return JSON.stringify([
    databaseId ?? null,
    serverId ?? null,
    checkId ?? null,
  ]);
}

/** Nearer than this two transitions come from the same look. */
const sameLookMs = 2_000;

/**
 * Leaves out the change of a database as a whole where one of its checks
 * changed in the same way at the same time, which says more.
 */
export function withoutEchoes(changes: readonly Change[]): Change[] {
  const told = new Map<string, number[]>();
  const wayOf = ({ databaseId, serverId, from, to }: Change) =>
    JSON.stringify([databaseId ?? null, serverId ?? null, from, to]);
  for (const change of changes.filter(({ checkId }) => checkId)) {
    const way = wayOf(change);
    told.set(way, [...(told.get(way) ?? []), Date.parse(change.at)]);
  }
  return changes.filter(
    change =>
      change.checkId !== undefined ||
      !told
        .get(wayOf(change))
        ?.some(at => Math.abs(at - Date.parse(change.at)) <= sameLookMs),
  );
}

/** Adds to each transition when the next one of the same subject came. */
export function changesOf(newestFirst: readonly Transition[]): Change[] {
  const nextAt = new Map<string, number>();
  return newestFirst.map((transition, index) => {
    const key = subjectKey(transition);
    const at = Date.parse(transition.at);
    const next = nextAt.get(key);
    nextAt.set(key, at);
    return {
      ...transition,
      key: `${transition.at} ${key} ${newestFirst.length - index}`,
      ...(next !== undefined && { lastedMs: Math.max(0, next - at) }),
    };
  });
}
