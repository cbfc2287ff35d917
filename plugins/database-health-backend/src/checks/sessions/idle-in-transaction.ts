import { engineData } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { heldUpChecks } from '../parts/sessions/heldUp';
import { judgeLongest } from '../parts/sessions/judgeLongest';

/** Transactions in which nothing happens any more. */
export const idleInTransaction = createCheck({
  id: 'idle-in-transaction',
  title: 'Idle in transaction',
  rationale:
    'A transaction is open, but its session does nothing: usually because the code waits for something else, or has lost the connection. It keeps its locks and a connection of the pool, and meanwhile dead rows of the whole database cannot be cleaned up. One of a session that is not of the portal is critical only while a plugin waits for it.',
  per: 'database',
  needs: ['sessions'],
  limits: { warningSeconds: 300, criticalSeconds: 900 },
  explains: ['blocked', ...heldUpChecks],
  source:
    'Those of pgMonitor, for the transaction that has been idle for longest.',
  remedy:
    'Find the code that opens a transaction and waits inside it. With `idle_in_transaction_session_timeout` set for the role in PostgreSQL, or `idle_transaction_timeout` in MariaDB, the server itself ends such sessions.',
  evaluate: ({ sessions }, { limits, engine }) =>
    judgeLongest(sessions, engine, limits, {
      isMeant: ({ state }) => state === 'idle-in-transaction',
      words: 'A transaction has been idle',
      remedy: session => ({
        text: 'Find the code that opens a transaction and waits inside it; the Connections tab shows the last statement. The line below ends the session and rolls back its transaction; the plugin gets an error.',
        sql: engineData[engine].sessions?.endLine('terminate', session),
      }),
    }),
});
