import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { deadline } from '../deadline';
import { describeFailure } from '../failures/failure';
import { within } from '../within';

/**
 * No plugin has a route before its database is opened, since Backstage keeps keys
 * in it. Probes are not to wait for longer (ours).
 */
const openWithinMs = 10_000;

/** A database that could not be made is made again after this, then after twice as long. */
const firstMakePauseMs = 60_000;

/**
 * Our own database, whose absence at the start must not cost a route of ours. Where it
 * cannot be opened, who asks gets a client all the same, which connects when it is
 * used, and fails until the database is there. Backstage itself remembers until the
 * process restarts that one could not be opened.
 */
export function ownDatabase(
  service: DatabaseService,
  options: {
    /** The same, but that nothing is looked after before somebody uses it. */
    unchecked(): DatabaseService;
    /** Makes what is missing, as Backstage does at the start. */
    make(): Promise<void>;
    /** Whether it is a schema of a database that may be there without it. */
    isSchema: boolean;
  },
): DatabaseService {
  let unchecked: Promise<Knex> | undefined;
  let isMade = false;
  let makeAt = 0;
  let makePauseMs = firstMakePauseMs;

  async function makeIfMissing(client: Knex): Promise<void> {
    if (isMade || Date.now() < makeAt) {
      return;
    }
    const state = await client.raw('select 1').then(
      () => (options.isSchema ? 'unknown' : 'there'),
      error =>
        describeFailure(error).kind === 'database-missing' ? 'missing' : 'away',
    );
    if (state === 'away' || isMade || Date.now() < makeAt) {
      return;
    }
    makeAt = Date.now() + makePauseMs;
    makePauseMs *= 2;
    if (state !== 'there') {
      await options.make();
    }
    isMade = true;
  }

  return {
    async getClient() {
      if (unchecked) {
        const client = await unchecked;
        // Without it, what the client is used for says what is missing.
        await makeIfMissing(client).catch(() => {});
        return client;
      }
      try {
        return await within(deadline(openWithinMs), service.getClient());
      } catch (error) {
        unchecked ??= options.unchecked().getClient();
        return unchecked.catch(() => {
          unchecked = undefined;
          throw error;
        });
      }
    },
    migrations: service.migrations,
  };
}
