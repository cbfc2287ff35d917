import type { Socket } from 'node:net';
import type { Knex } from 'knex';

/** What is used of the pool of a client (tarn 3). */
interface Pool {
  used: { resource: PooledConnection }[];
  pendingCreates: { abort(): void }[];
}

interface PooledConnection {
  /** `pg` */
  connection?: { stream?: Partial<Socket> };
  /** `mysql2` */
  stream?: Partial<Socket>;
}

/**
 * Ends what waits for an answer over the connections of a client, and for
 * connections: its pool would be closed only after that. A server that hangs does
 * not answer a farewell.
 */
export function cutConnections(knex: Knex): void {
  const { pool } = knex.client as { pool?: Partial<Pool> };
  for (const { resource } of pool?.used ?? []) {
    const socket = resource.connection?.stream ?? resource.stream;
    socket?.destroy?.();
  }
  pool?.pendingCreates?.forEach(pending => pending.abort());
}
