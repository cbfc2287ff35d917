import type { FactName, Facts } from './facts';
import type { ReplicaTime } from './times';

/**
 * One attempt at reading a fact. `reason` is a sentence that is safe to show.
 *
 * @public
 */
export type Reading<T> =
  | { status: 'read'; value: T; at: ReplicaTime }
  | { status: 'failed'; reason: string; at: ReplicaTime };

/**
 * The newest reading of each fact; a fact that nobody tried to read is absent.
 *
 * @public
 */
export type Readings = { [F in FactName]?: Reading<Facts[F]> };

/**
 * A reading that succeeded, at epoch milliseconds.
 *
 * @public
 */
export function readingOf<T>(
  value: T,
  at: number,
): Reading<T> & { status: 'read' } {
  return { status: 'read', value, at };
}

/**
 * What was read; `undefined` where it failed or nobody tried.
 *
 * @public
 */
export function valueOf<T>(reading: Reading<T> | undefined): T | undefined {
  return reading?.status === 'read' ? reading.value : undefined;
}
