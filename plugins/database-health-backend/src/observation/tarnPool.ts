import type { Knex } from 'knex';
import type { PoolCounters } from '../pure/facts';

/** @internal */
export interface PendingAcquire {
  readonly promise: Promise<unknown>;
  abort(): void;
}

/** What is documented of it, so that it can be counted whatever else changes. */
interface CountingPool {
  readonly min: number;
  readonly max: number;
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
  numPendingCreates(): number;
}

/**
 * What is used of the pool that Knex makes. Not all of it is documented, so a
 * pool is taken for one only if it has all of it.
 *
 * @internal
 */
export interface TarnPool {
  readonly max: number;
  readonly destroyed: boolean;
  readonly free: { resource: unknown }[];
  readonly pendingAcquires: PendingAcquire[];
  numUsed(): number;
  acquire(): PendingAcquire;
  release(connection: unknown): boolean;
  on(event: string, listener: (...parameters: never[]) => void): void;
  removeListener(
    event: string,
    listener: (...parameters: never[]) => void,
  ): void;
  _destroy(connection: unknown): unknown;
}

const counts = [
  'numUsed',
  'numFree',
  'numPendingAcquires',
  'numPendingCreates',
] as const;

const methods = [
  'numUsed',
  'acquire',
  'release',
  'on',
  'removeListener',
  '_destroy',
] as const;

/**
 * The pool of a client; `undefined` where it has none any more, or a foreign
 * one whose places cannot be counted.
 *
 * @internal
 */
export function tarnPoolOf(client: Knex): TarnPool | undefined {
  const pool: unknown = client.client?.pool;
  return isTarnPool(pool) ? pool : undefined;
}

/**
 * The counters of a client's pool; `undefined` where it has none to count.
 *
 * @internal
 */
export function poolCountersOf(
  client: Knex | undefined,
): PoolCounters | undefined {
  const pool: unknown = client?.client?.pool;
  return isCountingPool(pool)
    ? {
        used: pool.numUsed(),
        free: pool.numFree(),
        pending: pool.numPendingAcquires(),
        creating: pool.numPendingCreates(),
        min: pool.min,
        max: pool.max,
      }
    : undefined;
}

/**
 * The driver's own connections in a client's pool, those that are used first.
 *
 * @internal
 */
export function pooledConnectionsOf(client: Knex | undefined): unknown[] {
  const pool: { used?: unknown; free?: unknown } | undefined =
    client?.client?.pool;
  return [pool?.used, pool?.free]
    .filter(Array.isArray)
    .flat()
    .map(each => each?.resource);
}

function isCountingPool(pool: unknown): pool is CountingPool {
  const candidate = pool as Partial<CountingPool> | undefined;
  return (
    typeof candidate?.max === 'number' &&
    counts.every(count => typeof candidate[count] === 'function')
  );
}

function isTarnPool(pool: unknown): pool is TarnPool {
  const candidate = pool as Partial<TarnPool> | undefined;
  return (
    typeof candidate?.max === 'number' &&
    typeof candidate.destroyed === 'boolean' &&
    Array.isArray(candidate.free) &&
    Array.isArray(candidate.pendingAcquires) &&
    methods.every(method => typeof candidate[method] === 'function')
  );
}
