import { killLines } from './killLines';
import { sessionLine } from './sessionLine';
import type { Engine, Session } from './types';

/**
 * What is known of each engine without asking it.
 *
 * @public
 */
export const engineData: Readonly<
  Record<
    Engine,
    {
      /** As its makers write it. */
      title: string;
      /**
       * Several processes reach it over a network, and it counts connections; else
       * it is a file or memory of one process.
       */
      isServer: boolean;
      /** Absent where it tells of no sessions. */
      sessions?: {
        /**
         * The line of SQL, or the lines, that end the statement of a session
         * (`cancel`), or the session with its transaction (`terminate`), and leave
         * alone a later session with the same number.
         */
        endLine: (
          end: 'cancel' | 'terminate',
          session: Pick<Session, 'pid' | 'state' | 'stateMs' | 'transactionMs'>,
        ) => string;
        /** What to grant to a role that is to see all of them. */
        grant: string;
        /** Where the server shows the transactions that were prepared. */
        prepared: string;
      };
    }
  >
> = {
  postgres: {
    title: 'PostgreSQL',
    isServer: true,
    sessions: {
      endLine: sessionLine,
      grant: 'pg_read_all_stats',
      prepared: 'pg_prepared_xacts',
    },
  },
  mysql: {
    title: 'MySQL',
    isServer: true,
    sessions: { endLine: killLines, grant: 'PROCESS', prepared: 'xa recover' },
  },
  sqlite: { title: 'SQLite', isServer: false },
};
