import { setTimeout as sleep } from 'node:timers/promises';
import { PoolFullError } from './observation/types';

const patienceMs = 1_000;
const betweenLooksMs = 25;

/**
 * Takes a place of a pool that may be full for a moment only, that of SQLite
 * with its one place most of all. For a second it is looked again whether one
 * is free; nothing waits in the pool meanwhile.
 */
export async function whenFree<T>(
  take: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const givenUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await take();
    } catch (error) {
      if (!(error instanceof PoolFullError) || performance.now() >= givenUpAt) {
        throw error;
      }
      await sleep(betweenLooksMs, undefined, { signal });
    }
  }
}
