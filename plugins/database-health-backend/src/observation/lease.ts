import type { Knex } from 'knex';
import { type Driver, driverOf } from '../engines/drivers';
import { within } from '../within';
import type { ObservedPoolWaits } from './poolWaits';
import { type PendingAcquire, tarnPoolOf, type TarnPool } from './tarnPool';
import { type Lease, PoolFullError } from './types';
import { ConnectTimeoutError } from './unanswered';

interface PooledConnection {
  /** Set, it keeps Knex's pool from handing this connection out again. */
  __knex__disposed?: unknown;
}

/** Whether a place is free is not known, so none is taken. */
class PoolForeignError extends Error {
  override name = 'PoolForeignError';
}

/**
 * Takes one connection from the pool of a client; see `Observation.lease`.
 *
 * @internal
 */
export async function leaseConnection(
  client: Knex,
  waits: ObservedPoolWaits,
  signal: AbortSignal,
): Promise<Lease> {
  signal.throwIfAborted();
  const pool = usablePoolOf(client);
  if (pool.numUsed() + pool.pendingAcquires.length >= pool.max) {
    // Those who wait may all wait for an answer, and not for a place.
    throw pool.numUsed() < pool.max && waits.unansweredSince !== undefined
      ? new ConnectTimeoutError()
      : new PoolFullError('The connection pool has no free place');
  }
  const pending = waits.uncounted(() => pool.acquire());
  try {
    const connection = await within(signal, pending.promise);
    return leaseOf(connection as PooledConnection, pool, driverOf(client));
  } catch (error) {
    withdraw(pending, pool);
    throw signal.aborted && waits.unansweredSince !== undefined
      ? new ConnectTimeoutError()
      : waits.explained(error);
  }
}

/**
 * Takes back a request that may still wait, or be about to be served. The pool
 * would destroy a connection that it examines for a request that is aborted,
 * and with it a database in memory: such a request is let through instead.
 */
function withdraw(pending: PendingAcquire, pool: TarnPool): void {
  const index = pool.pendingAcquires.indexOf(pending);
  if (index >= 0) {
    pool.pendingAcquires.splice(index, 1);
    pending.abort();
  }
  pending.promise.then(
    connection => pool.release(connection),
    () => {},
  );
}

function usablePoolOf(client: Knex): TarnPool {
  const pool = tarnPoolOf(client);
  if (!pool && client.client?.pool) {
    throw new PoolForeignError(
      'The connection pool is not one whose places can be counted',
    );
  }
  // A destroyed pool lets requests wait until their timeout.
  if (!pool || pool.destroyed) {
    throw new Error('Unable to acquire a connection');
  }
  return pool;
}

function leaseOf(
  connection: PooledConnection,
  pool: TarnPool,
  driver: Driver | undefined,
): Lease {
  let ended = false;
  const endWith = (end: () => void) => {
    if (!ended) {
      ended = true;
      end();
    }
  };
  return {
    connection,
    release: () => endWith(() => pool.release(connection)),
    discard: reason =>
      endWith(() =>
        driver?.reset
          ? releaseReset(connection, pool, driver)
          : destroy(connection, pool, reason, driver),
      ),
  };
}

function releaseReset(
  connection: PooledConnection,
  pool: TarnPool,
  driver: Driver,
): void {
  try {
    driver.reset?.(connection);
  } finally {
    pool.release(connection);
  }
}

function destroy(
  connection: PooledConnection,
  pool: TarnPool,
  reason: Error,
  driver: Driver | undefined,
): void {
  connection.__knex__disposed = reason;
  // Where somebody waits, the pool now finds out that this one is disposed of,
  // closes it and opens another.
  pool.release(connection);
  // Where nobody does, it would lie there until the next query wants it.
  const index = pool.free.findIndex(({ resource }) => resource === connection);
  if (index >= 0) {
    pool.free.splice(index, 1);
    pool._destroy(connection);
  }
  // A server that hangs does not answer a farewell. One that runs a statement
  // sees the closed socket at its end: at the latest at its statement_timeout.
  driver?.socketOf?.(connection)?.destroySoon?.();
}
