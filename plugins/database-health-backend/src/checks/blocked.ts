import { terminateLine } from 'backstage-plugin-database-health-common';
import type { Session } from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import { longestFirst, nameOf, nothingOf } from './sessions/words';
import { andOthers, count, duration } from './wording/amounts';

/** Sessions that wait for others. */
export const blocked = createCheck({
  id: 'blocked',
  title: 'Blocked sessions',
  rationale:
    'Sessions of the plugin wait for a lock that another one holds, and hold their connections and locks meanwhile, so that ever more wait. What helps is at the root: the one that all of them wait for, and that waits for none.',
  per: 'database',
  needs: ['sessions'],
  limits: { warningSeconds: 60, criticalSeconds: 300, criticalSessions: 3 },
  source:
    'The minute is that of pgEdge, the 5 min are those of pganalyze; how many make it critical is ours.',
  remedy:
    'See what the session at the root does. A migration or an index build is mostly worth waiting for; a transaction that was left idle is not.',
  evaluate({ sessions }, { limits }) {
    const waiting = longestFirst(
      sessions.sessions.filter(({ own, blockedMs }) => own && blockedMs),
      waitMs,
    );
    const [longest] = waiting;
    if (!longest || waitMs(longest) < limits.warningSeconds * 1_000) {
      return nothingOf(sessions);
    }
    const long = waiting.filter(
      each => waitMs(each) >= limits.criticalSeconds * 1_000,
    );
    const critical = long.length >= limits.criticalSessions;
    const roots = rootsOf(longest, sessions.sessions);
    const [root, ...otherRoots] = roots;
    return [
      {
        severity: critical ? 'critical' : 'warning',
        message: `${count(waiting.length, 'session')} ${
          waiting.length === 1 ? 'waits' : 'wait'
        } for a lock, the first (${nameOf(longest)}) for ${duration(
          waitMs(longest),
        )}. It is kept back by ${
          root ? `${nameOf(root)}${doing(root)}` : 'one that cannot be seen'
        }${andOthers(otherRoots.length)}.`,
        evidence: {
          observed: Math.round(waitMs(longest) / 1_000),
          limit: critical ? limits.criticalSeconds : limits.warningSeconds,
          unit: 's',
        },
        remedy: remedyFor(root),
      },
    ];
  },
});

function waitMs({ blockedMs = 0 }: Session): number {
  return blockedMs;
}

/** Those at the end of the chain, which may go round. */
function rootsOf(waiter: Session, sessions: readonly Session[]): Session[] {
  const seen = new Set<Session>();
  const follow = (session: Session) => {
    if (!seen.has(session)) {
      seen.add(session);
      sessions
        .filter(({ pid }) => session.blockedBy.includes(pid))
        .forEach(follow);
    }
  };
  follow(waiter);
  return [...seen].filter(({ blockedBy }) => blockedBy.length === 0);
}

function doing({ state, stateMs, statement }: Session): string {
  const migrates = looksLikeMigration(statement)
    ? ' and looks like a migration'
    : '';
  return state === 'active'
    ? `, which has been running a statement for ${duration(stateMs)}${migrates}`
    : `, which has been idle for ${duration(stateMs)}${
        state === 'idle-in-transaction' ? ' in an open transaction' : ''
      }${migrates}`;
}

/** Knex names its tables so where nobody names them otherwise. */
function looksLikeMigration(statement: string): boolean {
  return /^(alter|create|drop|truncate)\b|knex_migrations/i.test(statement);
}

function remedyFor(root: Session | undefined) {
  if (!root) {
    return {
      text: 'See on the server who holds the lock: `select * from pg_locks`, and `pg_prepared_xacts` for prepared transactions, as a role that may see all sessions.',
    };
  }
  return looksLikeMigration(root.statement)
    ? {
        text: 'A migration is mostly worth waiting for: what it has done is lost where it is ended, and it runs again at the next start. Only if it hangs, the line ends it.',
        sql: terminateLine(root),
      }
    : {
        text: 'See on the Connections tab what it does. The line ends the session at the root and undoes its transaction; the others go on.',
        sql: terminateLine(root),
      };
}
