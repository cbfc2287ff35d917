import type { Reading } from './facts';

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
