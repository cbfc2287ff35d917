import type { Knex } from 'knex';

/** @internal */
export interface PendingAcquire {
  readonly promise: Promise<unknown>;
  abort(): void;
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
  _destroy(connection: unknown): unknown;
}

const methods = ['numUsed', 'acquire', 'release', 'on', '_destroy'] as const;

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
