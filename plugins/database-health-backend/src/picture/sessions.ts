import type {
  Readings,
  Session,
  Sessions,
} from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { Snapshot, WatchedDatabase } from './types';

/** Of the readings of a server, what concerns one plugin database on it. */
export function ofDatabase(
  fresh: Readings,
  { pluginId }: WatchedDatabase,
  databases: readonly Pick<Snapshot, 'database' | 'known'>[],
): Readings {
  const { sessions } = fresh;
  if (sessions?.status !== 'read') {
    return fresh;
  }
  const own = databases.find(({ database }) => database.pluginId === pluginId);
  const name = own && databaseNameOf(own);
  const isShared =
    databases.filter(each => databaseNameOf(each) === name).length > 1;
  return {
    ...fresh,
    sessions: {
      ...sessions,
      value: narrowed(
        sessions.value,
        session =>
          session.database === name &&
          (!isShared || session.pluginId === pluginId),
      ),
    },
  };
}

/** As the server names it, which may be otherwise behind a connection pooler. */
export function databaseNameOf({
  database: { configured },
  known: { identity },
}: Pick<Snapshot, 'database' | 'known'>): string {
  return valueOf(identity)?.name ?? configured.name;
}

/** Those, what blocks them, and what they block, however far. */
function narrowed(
  { sessions, ...rest }: Sessions,
  isOwn: (session: Session) => boolean,
): Sessions {
  const pids = new Set(sessions.filter(isOwn).map(({ pid }) => pid));
  const connected = ({ pid, blockedBy }: Session) =>
    blockedBy.some(blocker => pids.has(blocker)) ||
    sessions.some(each => pids.has(each.pid) && each.blockedBy.includes(pid));
  let before: number;
  do {
    before = pids.size;
    sessions.filter(connected).forEach(({ pid }) => pids.add(pid));
  } while (pids.size > before);
  return {
    ...rest,
    sessions: sessions
      .filter(({ pid }) => pids.has(pid))
      .map(session => ({ ...session, own: isOwn(session) })),
  };
}
