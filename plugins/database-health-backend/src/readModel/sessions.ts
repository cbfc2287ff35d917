import type {
  Session,
  Sessions,
} from 'backstage-plugin-database-health-common';
import type { Session as SessionFact } from '../pure/facts';
import { databaseNameOf, tellersIn } from '../facts/derived/sessions';
import type { ServerSnapshot, Snapshot } from '../picture/types';

/** Those that concern one plugin database; `null` until they are read. */
export function sessionsOfDatabase(
  snapshot: Snapshot,
  all: readonly Snapshot[],
): Sessions | null {
  const server = sessionsOfServer({
    databases: all.filter(({ serverId }) => serverId === snapshot.serverId),
  });
  const { sessions } = snapshot.known;
  if (!server || sessions?.status !== 'read') {
    return null;
  }
  const pids = new Set(sessions.value.sessions.map(({ pid }) => pid));
  return {
    ...server,
    sessions: server.sessions.filter(({ pid }) => pids.has(pid)),
  };
}

/** Those of all plugin databases of a server; `null` until they are read. */
export function sessionsOfServer({
  databases,
}: Pick<ServerSnapshot, 'databases'>): Sessions | null {
  const read = databases.flatMap(snapshot => {
    const { sessions } = snapshot.known;
    return sessions?.status === 'read' ? [{ snapshot, ...sessions }] : [];
  });
  const at = Math.max(...read.map(each => each.at));
  // One look at the server gave each of them its part.
  const looks = read.filter(each => each.at === at);
  const sessions = new Map<number, Session>();
  for (const { snapshot, value } of looks) {
    const { pluginId } = snapshot.database;
    const isShared = tellersIn(databaseNameOf(snapshot), databases).length > 1;
    for (const session of value.sessions) {
      const known = sessions.get(session.pid);
      const isIts = session.own && (!isShared || session.pluginId === pluginId);
      sessions.set(
        session.pid,
        toSession(session, known?.databaseId ?? (isIts ? pluginId : null)),
      );
    }
  }
  return looks.length === 0
    ? null
    : {
        sessions: [...sessions.values()].sort(worstFirst(sessions)),
        truncated: looks.some(({ value }) => value.truncated),
        partial: looks.some(({ value }) => value.partial),
        at: new Date(at).toISOString(),
      };
}

/** Those of a chain, then those that have been at it for longest. */
function worstFirst(sessions: ReadonlyMap<number, Session>) {
  const blockers = new Set(
    [...sessions.values()].flatMap(({ blockedBy }) => blockedBy),
  );
  const isLinked = ({ pid, blockedBy }: Session) =>
    blockedBy.length > 0 || blockers.has(pid);
  const lastingMs = ({ transactionMs, stateMs }: Session) =>
    Math.max(transactionMs ?? 0, stateMs);
  return (a: Session, b: Session) =>
    Number(isLinked(b)) - Number(isLinked(a)) || lastingMs(b) - lastingMs(a);
}

function toSession(
  {
    own: _own,
    database: _database,
    stranger: _stranger,
    blockedBy,
    ...session
  }: SessionFact,
  databaseId: string | null,
): Session {
  return { ...session, databaseId, blockedBy: [...blockedBy] };
}
