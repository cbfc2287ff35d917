import type {
  DatabaseService,
  RootLifecycleService,
} from '@backstage/backend-plugin-api';

/**
 * Backstage remembers for good that a database could not be opened: who asks again
 * gets the same error until the process restarts. This asks another service
 * then, which is the same but for what it remembers. For our own database only: its
 * absence at the start must not cost the history of a process that runs for weeks.
 */
export function openedAnew(
  service: DatabaseService,
  options: {
    another(): DatabaseService;
    rootLifecycle: Pick<RootLifecycleService, 'addShutdownHook'>;
  },
): DatabaseService {
  let current = service;
  let isOpened = false;
  return {
    async getClient() {
      const asked = current;
      try {
        const client = await asked.getClient();
        // Its own manager closes the first one.
        if (asked !== service && !isOpened) {
          isOpened = true;
          options.rootLifecycle.addShutdownHook(() => client.destroy());
        }
        return client;
      } catch (error) {
        if (current === asked) {
          current = options.another();
        }
        throw error;
      }
    },
    migrations: service.migrations,
  };
}
