import { cancelLine } from 'backstage-plugin-database-health-common';
import type { Session } from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import { judgeLongest } from './sessions/judgeLongest';

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
  evaluate: ({ sessions }, { limits }) =>
    judgeLongest(sessions, limits, {
      isMeant: isQuery,
      words: 'A statement has been running',
      remedy: session => ({
        text: 'See the statement on the Connections tab, and with `explain` why it takes so long. The line ends the statement and leaves the session; the plugin gets an error.',
        sql: cancelLine(session),
      }),
    }),
});

function isQuery(session: Session): boolean {
  const { state, background, application, statement } = session;
  return (
    state === 'active' &&
    background === undefined &&
    session.blockedBy.length === 0 &&
    application !== 'pg_dump' &&
    !maintenance.test(statement)
  );
}
