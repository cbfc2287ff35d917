import type { Pool, PoolSample } from 'backstage-plugin-database-health-node';

/**
 * How often something was counted in the last so many seconds, and when the
 * last time was seen: the difference to the last sample before them. What was
 * counted before the first sample is not known to be lately.
 */
export function countedLately(
  pool: Pool,
  counter: 'timeouts' | 'createFailures',
  lately: { at: number; seconds: number },
): { count: number; forSeconds: number } {
  const since = lately.at - lately.seconds * 1_000;
  const before = pool.history.filter(({ at }) => at <= since).pop();
  const from: PoolSample | undefined = before ?? pool.history[0];
  if (!from) {
    return { count: 0, forSeconds: 0 };
  }
  const rises = pool.history.filter(
    (sample, i) =>
      i > 0 &&
      sample.at > since &&
      sample[counter] > pool.history[i - 1][counter],
  );
  return {
    count: pool[counter] - from[counter],
    forSeconds:
      rises.length > 0 ? (rises[rises.length - 1].at - rises[0].at) / 1_000 : 0,
  };
}
