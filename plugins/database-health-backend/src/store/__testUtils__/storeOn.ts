import type { Knex } from 'knex';
import { mockLogger } from '../../__testUtils__/services';
import { Store } from '..';

/** A store on the database of this client, as a process that starts has it. */
export function storeOn(knex: Knex): Store {
  return new Store({
    database: { getClient: async () => knex },
    logger: mockLogger(),
  });
}
