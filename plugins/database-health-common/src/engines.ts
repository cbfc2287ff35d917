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
      /**
       * The line of SQL that ends the statement of a session (`cancel`), or the session
       * with its transaction (`terminate`), and leaves alone a later session with the
       * same number. Absent where it tells of no sessions.
       */
      sessionLine?: (
        end: 'cancel' | 'terminate',
        session: Pick<Session, 'pid' | 'state' | 'stateMs' | 'transactionMs'>,
      ) => string;
    }
  >
> = {
  postgres: { title: 'PostgreSQL', isServer: true, sessionLine },
  mysql: { title: 'MySQL', isServer: true },
  sqlite: { title: 'SQLite', isServer: false },
};
