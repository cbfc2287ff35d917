import type { Session } from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import { cancel } from './sessions/end';
import { longestFirst, nameOf, nothingOf } from './sessions/words';
import { andOthers, duration } from './wording/amounts';

/** What takes long by its nature. */
const maintenance =
  /^(create (unique )?index|reindex|vacuum|analyze|cluster|refresh|copy)\b/i;

/** Statements that have run for long. */
export const longQuery = createCheck({
  id: 'long-query',
  title: 'Long queries',
  rationale:
    'A statement has been running for minutes. It holds a connection of the pool and its locks, and whoever asked for it has mostly given up. Dumps, index builds, what the server does by itself, and statements that only wait for a lock are left out.',
  per: 'database',
  needs: ['sessions'],
  limits: { warningSeconds: 300, criticalSeconds: 3_600 },
  source: 'The 5 min are those of pgEdge, the hour is that of pganalyze.',
  remedy:
    'See with `explain` why it takes so long: an index or up-to-date statistics may be missing. `statement_timeout` of the role bounds all of them.',
  evaluate({ sessions }, { limits }) {
    const [longest, ...others] = longestFirst(
      sessions.sessions.filter(
        session =>
          isQuery(session) && session.stateMs >= limits.warningSeconds * 1_000,
      ),
      ({ stateMs }) => stateMs,
    );
    if (!longest) {
      return nothingOf(sessions);
    }
    const critical = longest.stateMs >= limits.criticalSeconds * 1_000;
    return [
      {
        severity: critical ? 'critical' : 'warning',
        message: `A statement has been running for ${duration(
          longest.stateMs,
        )}: ${nameOf(longest)}${andOthers(others.length)}.`,
        evidence: {
          observed: Math.round(longest.stateMs / 1_000),
          limit: critical ? limits.criticalSeconds : limits.warningSeconds,
          unit: 's',
        },
        remedy: {
          text: 'See the statement on the Connections tab, and with `explain` why it takes so long. The line ends the statement and leaves the session; the plugin gets an error.',
          sql: cancel(longest),
        },
      },
    ];
  },
});

function isQuery(session: Session): boolean {
  const { own, state, background, application, statement } = session;
  return (
    own &&
    state === 'active' &&
    background === undefined &&
    session.blockedBy.length === 0 &&
    application !== 'pg_dump' &&
    !maintenance.test(statement)
  );
}
