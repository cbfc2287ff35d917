import type { Knex } from 'knex';
import { driverOf } from '../engines/drivers';
import { pooledConnectionsOf } from './tarnPool';
import type { RunningQuery } from './types';

/**
 * For how long the connections of a pool have waited for the answers that they wait
 * for. Asked now and then, it costs the queries themselves nothing; each has waited
 * at least since it was first seen.
 *
 * @internal
 */
export class RunningQueries {
  readonly #seenAt = new WeakMap<object, number>();

  of(client: Knex | undefined): readonly RunningQuery[] {
    const driver = client && driverOf(client);
    const now = Date.now();
    return pooledConnectionsOf(client).flatMap(connection => {
      const running = driver?.runningOf?.(connection);
      if (!running) {
        return [];
      }
      const since = this.#seenAt.get(running.query) ?? now;
      this.#seenAt.set(running.query, since);
      return [
        { since, ...(running.pid !== undefined && { pid: running.pid }) },
      ];
    });
  }
}
