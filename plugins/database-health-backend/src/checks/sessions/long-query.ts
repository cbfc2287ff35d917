import { engineData } from 'backstage-plugin-database-health-common';
import type { Session } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { heldUpChecks } from '../parts/sessions/heldUp';
import { judgeLongest } from '../parts/sessions/judgeLongest';

/** What takes long by its nature. */
const maintenance =
  /^(create (unique )?index|alter table \S+ add (unique )?(index|key)|reindex|vacuum|analyze|optimize|cluster|refresh|copy)\b/i;

/** Statements that have run for long. */
export const longQuery = createCheck({
  id: 'long-query',
  title: 'Long queries',
  rationale:
    'A statement has been running for minutes. It holds its locks and a connection of the pool, and whoever asked for it has usually given up. Dumps, index builds, background work of the server, and statements that only wait for a lock are left out. One of a session that is not of the portal is critical only while a plugin waits for it.',
  per: 'database',
  needs: ['sessions'],
  limits: { warningSeconds: 300, criticalSeconds: 3_600 },
  explains: ['blocked', ...heldUpChecks],
  source: 'The 300 s are from pgEdge, the hour from pganalyze.',
  remedy:
    'Use `explain` to see why it takes so long: an index or up-to-date statistics may be missing. `statement_timeout` of the role limits all its statements in PostgreSQL, as `max_statement_time` of the user does in MariaDB.',
  evaluate: ({ sessions }, { limits, engine }) =>
    judgeLongest(sessions, engine, limits, {
      isMeant: isQuery,
      words: 'A statement has been running',
      remedy: session => ({
        text: 'See the statement on the Connections tab, and use `explain` to see why it takes so long. The line below ends the statement but not the session; the plugin gets an error.',
        sql: engineData[engine].sessions?.endLine('cancel', session),
      }),
    }),
});

function isQuery(session: Session): boolean {
  const { state, background, application, statement } = session;
  return (
    state === 'active' &&
    background === undefined &&
    session.blockedBy.length === 0 &&
    session.blockedMs === undefined &&
    application !== 'pg_dump' &&
    !maintenance.test(statement)
  );
}
