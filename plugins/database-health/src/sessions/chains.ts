import type { Session } from 'backstage-plugin-database-health-common';

/** A session, and those that wait for it. */
export interface SessionNode {
  pid: number;
  /** Absent where it is not among those that are told. */
  session?: Session;
  waiting: readonly SessionNode[];
}

/**
 * Who waits for whom, with the one at the root of each chain first, and those
 * that neither wait nor are waited for; both in the order given. One that waits
 * for several stands below the first of them that is told.
 */
export function chainsOf(sessions: readonly Session[]): {
  chains: SessionNode[];
  others: Session[];
} {
  const byPid = new Map(sessions.map(each => [each.pid, each]));
  const waiting = new Map<number, Session[]>();
  for (const session of sessions) {
    const { blockedBy } = session;
    const blocker = blockedBy.find(pid => byPid.has(pid)) ?? blockedBy[0];
    if (blocker !== undefined) {
      waiting.set(blocker, [...(waiting.get(blocker) ?? []), session]);
    }
  }
  const placed = new Set<number>();
  const nodeOf = (pid: number): SessionNode => {
    placed.add(pid);
    return {
      pid,
      session: byPid.get(pid),
      waiting: (waiting.get(pid) ?? [])
        .filter(each => !placed.has(each.pid))
        .map(each => nodeOf(each.pid)),
    };
  };
  const roots = [...waiting.keys()].filter(
    pid => !byPid.get(pid)?.blockedBy.length,
  );
  const chains = roots.map(nodeOf);
  // Of those that wait for each other in a circle any may come first.
  for (const { pid, blockedBy } of sessions) {
    if (blockedBy.length > 0 && !placed.has(pid)) {
      chains.push(nodeOf(pid));
    }
  }
  return { chains, others: sessions.filter(({ pid }) => !placed.has(pid)) };
}

/** How many wait for it, by way of others too. */
export function waitingFor({ waiting }: SessionNode): number {
  return waiting.reduce((sum, node) => sum + 1 + waitingFor(node), 0);
}
