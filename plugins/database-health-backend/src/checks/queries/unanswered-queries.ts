import { durationInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import type { Queries, Session, Sessions } from '../../pure/facts';
import { grade } from '../parts/limits/grade';
import { count } from '../parts/wording/amounts';

type Unanswered = NonNullable<Queries['unanswered']>[number];

/** Queries that wait for an answer which will not come. */
export const unansweredQueries = createCheck({
  id: 'unanswered-queries',
  title: 'Unanswered queries',
  rationale:
    'A query of the plugin has had no answer for minutes, and the server does not run it: what is between them has dropped the connection without a word to either end. Such a query never ends, keeps its place in the pool, and no new query shows anything of it.',
  per: 'database',
  needs: ['queries', 'sessions', 'identity'],
  limits: { warningSeconds: 60, criticalSeconds: 180 },
  explains: ['pool-saturation', 'pool-wait', 'pool-timeouts', 'query-latency'],
  source:
    'Ours: a minute is several looks at the server, none of which found the statement.',
  remedy:
    'Restart the backend: nothing else ends these queries. Then set `keepAlive: true` under `backend.database.connection` (`enableKeepAlive` for `mysql2`), with `keepAliveInitialDelayMillis` below the time after which the balancer, firewall or address translation in between forgets a silent connection, or raise that time.',
  evaluate({ queries, sessions, identity }, { limits, at }) {
    const ageMs = ({ since }: Unanswered) => at - since;
    const dead = (queries.unanswered ?? [])
      .filter(each => ageMs(each) >= limits.warningSeconds * 1_000)
      .filter(each => !isRun(each, sessions, identity.server?.pooled, at))
      .sort((a, b) => a.since - b.since);
    const [oldest] = dead;
    if (!oldest) {
      return [];
    }
    if (sessions.partial || sessions.truncated) {
      return {
        unknown: `${count(
          dead.length,
          'query',
          'queries',
        )} had no answer for ${durationInWords(
          ageMs(oldest),
        )}, and whether the server runs them is hidden from the role of this plugin.`,
        judgements: [],
      };
    }
    const graded = grade(ageMs(oldest) / 1_000, {
      warning: limits.warningSeconds,
      critical: limits.criticalSeconds,
    });
    return graded
      ? [
          {
            severity: graded.severity,
            message: `${count(dead.length, 'query', 'queries')} ${
              dead.length === 1 ? 'has' : 'have'
            } had no answer for ${durationInWords(
              ageMs(oldest),
            )}, and the server does not run ${
              dead.length === 1 ? 'it' : 'them'
            }: the connection is dead, dropped by what is in between.`,
            evidence: {
              observed: Math.round(ageMs(oldest) / 1_000),
              limit: graded.limit,
              unit: 's',
            },
          },
        ]
      : [];
  },
});

/** Behind a pooler no number is the server's: there what has run as long may be it. */
function isRun(
  { pid, since }: Unanswered,
  { sessions }: Sessions,
  pooled: boolean | undefined,
  at: number,
): boolean {
  const known = pid !== undefined && pooled !== true;
  const mayBeIt = (session: Session) =>
    known ? session.pid === pid : session.stateMs >= (at - since) / 2;
  return sessions.some(
    session => session.state === 'active' && mayBeIt(session),
  );
}
