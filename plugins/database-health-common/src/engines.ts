import type { Engine } from './types';

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
      /** It tells of sessions, and a line for it ends one. */
      endsSessions: boolean;
    }
  >
> = {
  postgres: { title: 'PostgreSQL', isServer: true, endsSessions: true },
  mysql: { title: 'MySQL', isServer: true, endsSessions: false },
  sqlite: { title: 'SQLite', isServer: false, endsSessions: false },
};
