import type { Session } from 'backstage-plugin-database-health-common';
import { durationInWords } from 'backstage-plugin-database-health-common';

const doing: Record<Session['state'], string> = {
  active: 'Running a statement',
  'idle-in-transaction': 'Idle in a transaction',
  idle: 'Idle',
};

/** `Idle in a transaction for 5 min`. */
export function stateInWords({ state, stateMs }: Session): string {
  return `${doing[state]} for ${durationInWords(stateMs)}`;
}

/** `Waits for session 4711 for 45 s (Lock: relation)`; nothing where it does not wait. */
export function waitInWords({
  blockedBy,
  blockedMs,
  waitsFor,
}: Session): string {
  const known = blockedBy.map(holderInWords).join(' and ');
  const what = known || waitsFor;
  return [
    what && `Waits for ${what}`,
    what && blockedMs !== undefined && `for ${durationInWords(blockedMs)}`,
    known && waitsFor && `(${waitsFor})`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** `session 4711`; the number 0 stands for any prepared transaction. */
export function holderInWords(pid: number): string {
  return pid === 0 ? 'a prepared transaction' : `session ${pid}`;
}

/** Where it comes from, as it says itself. */
export function originInWords({ application, user, client }: Session): string {
  return [
    application,
    user && `user ${user}`,
    client === null ? 'on the server itself' : `from ${client}`,
  ]
    .filter(Boolean)
    .join(', ');
}
