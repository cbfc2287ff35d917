import type { Session } from '../../../pure/facts';

/**
 * Whether it is none of the portal's and none of the portal's sessions waits for it,
 * directly or behind others: then it is nobody's outage.
 */
export function harmsNobody(
  session: Session,
  sessions: readonly Session[],
): boolean {
  if (!session.stranger) {
    return false;
  }
  const behind = new Set([session.pid]);
  let before: number;
  do {
    before = behind.size;
    for (const { pid, blockedBy } of sessions) {
      if (blockedBy.some(blocker => behind.has(blocker))) {
        behind.add(pid);
      }
    }
  } while (behind.size > before);
  return !sessions.some(({ pid, stranger }) => !stranger && behind.has(pid));
}
