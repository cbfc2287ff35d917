import type { Knex } from 'knex';

/**
 * What is used of the pool that Knex makes. `free` and `_destroy` are not part
 * of its documented surface, so they are looked for before use.
 *
 * @internal
 */
export interface TarnPool {
  readonly max: number;
  readonly destroyed?: boolean;
  readonly free?: { resource: unknown; settle?(): void }[];
  numUsed(): number;
  numPendingAcquires(): number;
  acquire(): { promise: Promise<unknown>; abort(): void };
  release(connection: unknown): boolean;
  on(event: string, listener: (...args: never[]) => void): void;
  _destroy?(connection: unknown): unknown;
}

const methods = [
  'acquire',
  'release',
  'on',
  'numUsed',
  'numPendingAcquires',
] as const;

/**
 * The pool of a client; `undefined` where it is destroyed, or is a foreign one
 * whose places cannot be counted.
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
    methods.every(method => typeof candidate[method] === 'function')
  );
}
