import type { Session, Sessions } from '../../pure/facts';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { Snapshot } from '../../picture/types';
import { derivedFact, type Moment } from './derive';

type Named = Pick<Snapshot, 'database' | 'known'>;

/** A plugin database, for which the readings of its server are. */
export interface PartSubject extends Moment {
  readonly own: Named;
  /** All of the server. */
  readonly databases: readonly Named[];
}

/** Of the sessions of a server, what concerns one plugin database on it. */
export const ownSessions = derivedFact({
  fact: 'sessions',
  needs: ['sessions'],
  derive({ sessions }, { own, databases }: PartSubject) {
    const name = databaseNameOf(own);
    const tellers = tellersIn(name, databases);
    return narrowed(
      sessions.value,
      session =>
        session.database === name &&
        tellerOf(session, tellers) === own.database.pluginId,
    );
  },
});

/** The plugins that have one database of the server for theirs, sorted. */
export function tellersIn(name: string, databases: readonly Named[]): string[] {
  return databases
    .filter(each => databaseNameOf(each) === name)
    .map(({ database }) => database.pluginId)
    .sort();
}

/**
 * Each session is told by one plugin database of those in its database: that of
 * the plugin that it names, else the first.
 */
function tellerOf({ pluginId }: Session, tellers: readonly string[]) {
  return tellers.find(id => id === pluginId) ?? tellers[0];
}

/** As the server names it, which may be otherwise behind a connection pooler. */
export function databaseNameOf({
  database: { configured },
  known: { identity },
}: Named): string {
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
