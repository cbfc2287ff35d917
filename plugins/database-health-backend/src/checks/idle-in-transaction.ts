import { terminateLine } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { judgeLongest } from './sessions/judgeLongest';

/** Transactions in which nothing happens any more. */
export const idleInTransaction = createCheck({
  id: 'idle-in-transaction',
  title: 'Idle in transaction',
  rationale:
    'A transaction is open, and its session does nothing: mostly code that waits for something else, or has lost a connection. It keeps its locks and a place of the pool, and dead rows of the whole database cannot be cleaned up meanwhile.',
  per: 'database',
  needs: ['sessions'],
  limits: { warningSeconds: 300, criticalSeconds: 900 },
  source: 'Those of pgMonitor, for the one that has been idle for longest.',
  remedy:
    'Find the code that opens a transaction and waits within it. `idle_in_transaction_session_timeout` of the role lets the server end such sessions by itself.',
  evaluate: ({ sessions }, { limits }) =>
    judgeLongest(sessions, limits, {
      isMeant: ({ state }) => state === 'idle-in-transaction',
      words: 'A transaction has been idle',
      remedy: session => ({
        text: 'Find the code that opens a transaction and waits within it; the Connections tab shows the last statement. The line ends the session and undoes its transaction; the plugin gets an error.',
        sql: terminateLine(session),
      }),
    }),
});
