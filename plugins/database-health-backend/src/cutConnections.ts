import type { Knex } from 'knex';
import { driverOf } from './engines/drivers';

/** What is used of the pool of a client (tarn 3). */
interface Pool {
  used: { resource: unknown }[];
  pendingCreates: { abort(): void }[];
}

/**
 * Ends what waits for an answer over the connections of a client, and for
 * connections: its pool would be closed only after that. A server that hangs does
 * not answer a farewell.
 */
export function cutConnections(knex: Knex): void {
  const { pool } = knex.client as { pool?: Partial<Pool> };
  const driver = driverOf(knex);
  for (const { resource } of pool?.used ?? []) {
    driver?.socketOf?.(resource)?.destroy?.();
  }
  pool?.pendingCreates?.forEach(pending => pending.abort());
}
