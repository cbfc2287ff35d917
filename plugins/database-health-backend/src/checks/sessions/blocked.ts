import {
  durationInWords,
  type Engine,
  engineData,
} from 'backstage-plugin-database-health-common';
import { dialects } from '../../engines/dialects';
import type { Session } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { heldUpChecks } from '../parts/sessions/heldUp';
import { longestFirst, nameOf, nothingOf } from '../parts/sessions/words';
import { andOthers, count } from '../parts/wording/amounts';

/** Sessions that wait for others. */
export const blocked = createCheck({
  id: 'blocked',
  title: 'Blocked sessions',
  rationale:
    'Sessions of the plugin wait for a lock that another session holds. Meanwhile they hold their own connections and locks, so more and more sessions wait. Look at the root: the session that all of them wait for and that waits for none.',
  per: 'database',
  needs: ['sessions'],
  limits: { warningSeconds: 60, criticalSeconds: 300, criticalSessions: 3 },
  explains: heldUpChecks,
  source:
    'The 60 s are from pgEdge, the 300 s from pganalyze; the number of sessions is ours.',
  remedy:
    'See what the root session is doing. A migration or an index build is usually worth waiting for; a transaction left idle is not.',
  evaluate({ sessions }, { limits, engine }) {
    const waiting = longestFirst(
      // Whoever keeps them waiting: what waits of others is no trouble of the portal.
      sessions.sessions.filter(
        ({ own, stranger, blockedMs }) => own && !stranger && blockedMs,
      ),
      waitMs,
    );
    const [longest] = waiting;
    if (!longest || waitMs(longest) < limits.warningSeconds * 1_000) {
      return nothingOf(sessions, engine);
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
        } for a lock, the first (${nameOf(longest)}) for ${durationInWords(
          waitMs(longest),
        )}. It is blocked by ${
          root ? `${nameOf(root)}${doing(root)}` : 'one that cannot be seen'
        }${andOthers(otherRoots.length)}.`,
        evidence: {
          observed: Math.round(waitMs(longest) / 1_000),
          limit: critical ? limits.criticalSeconds : limits.warningSeconds,
          unit: 's',
        },
        remedy: remedyFor(root, engine),
      },
    ];
  },
});

function waitMs({ blockedMs = 0 }: Session): number {
  return blockedMs;
}

/** Those at the end of the chain, which may go round or lead to what is not told. */
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
  return [...seen].filter(
    ({ blockedBy, blockedMs }) =>
      blockedBy.length === 0 && blockedMs === undefined,
  );
}

function doing({ state, stateMs, statement }: Session): string {
  const migrates = looksLikeMigration(statement)
    ? ' and looks like a migration'
    : '';
  return state === 'active'
    ? `, which has been running a statement for ${durationInWords(
        stateMs,
      )}${migrates}`
    : `, which has been idle for ${durationInWords(stateMs)}${
        state === 'idle-in-transaction' ? ' in an open transaction' : ''
      }${migrates}`;
}

/** Knex names its tables so where nobody names them otherwise. */
function looksLikeMigration(statement: string): boolean {
  return /^(alter|create|drop|truncate)\b|knex_migrations/i.test(statement);
}

function remedyFor(root: Session | undefined, engine: Engine) {
  if (!root) {
    return {
      text: `Find out on the server who holds the lock, with a role that may see all sessions: ${dialects[engine].lockHolders}`,
    };
  }
  const sql = engineData[engine].sessions?.endLine('terminate', root);
  return looksLikeMigration(root.statement)
    ? {
        text: `A migration is usually worth waiting for: if it is ended, its work is lost and it runs again at the next start. Use the line below only if it hangs.${
          dialects[engine].halfDone ?? ''
        }`,
        sql,
      }
    : {
        text: 'See on the Connections tab what it is doing. The line below ends the root session and rolls back its transaction; the others go on.',
        sql,
      };
}
