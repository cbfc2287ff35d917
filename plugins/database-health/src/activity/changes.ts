import type { Transition } from 'backstage-plugin-database-health-common';
import { spanInWords } from '../words/durations';

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

/** Changes of several databases that say the same of one time, or just one. */
export interface ChangeGroup {
  /** The one that speaks for all. */
  first: Change;
  all: readonly Change[];
}

/** Replicas take their looks apart from each other; a time is told in minutes. */
const sameTimeMs = 60_000;

/**
 * Puts changes of the same words together, so that a server that was away is
 * one line and not one for each of its databases. The order is kept.
 */
export function groupChanges(newestFirst: readonly Change[]): ChangeGroup[] {
  const groups: { first: Change; all: Change[] }[] = [];
  const latest = new Map<string, { first: Change; all: Change[] }>();
  for (const change of newestFirst) {
    const { checkId, serverId, from, to, message, lastedMs } = change;
    const words = JSON.stringify([
      checkId,
      serverId,
      from,
      to,
      message,
      lastedMs === undefined ? null : spanInWords(lastedMs),
    ]);
    const group = latest.get(words);
    if (
      group &&
      Date.parse(group.first.at) - Date.parse(change.at) <= sameTimeMs &&
      !group.all.some(({ databaseId }) => databaseId === change.databaseId)
    ) {
      group.all.push(change);
    } else {
      const next = { first: change, all: [change] };
      groups.push(next);
      latest.set(words, next);
    }
  }
  return groups;
}
