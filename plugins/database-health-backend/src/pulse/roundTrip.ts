import { engineData } from 'backstage-plugin-database-health-common';
import { performance } from 'node:perf_hooks';
import type { Observation } from '../observation/types';

/** How finely it is watched how long this process is busy. */
const resolutionMs = 1;

/**
 * Times what is asked of a database in milliseconds, less the longest time in
 * which this process was too busy to take the answer: that is not the database's.
 * An answer of SQLite is made by this process, so there nothing is taken off.
 */
export async function timeRoundTrip<T>(
  { configured }: Observation,
  ask: () => Promise<T>,
): Promise<{ answer: T; tookMs: number }> {
  const longestBusyMs = watchBusy();
  const startMs = performance.now();
  try {
    const answer = await ask();
    const wholeMs = performance.now() - startMs;
    const busyMs = longestBusyMs();
    const isOwn =
      !engineData[configured.engine].isServer || busyMs < resolutionMs;
    return { answer, tookMs: isOwn ? wholeMs : Math.max(wholeMs - busyMs, 0) };
  } finally {
    longestBusyMs();
  }
}

/** Watches until it is asked for how long this process was busy at most. */
function watchBusy(): () => number {
  let lastMs = performance.now();
  let longestMs = 0;
  const look = () => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs - resolutionMs);
    lastMs = nowMs;
  };
  const timer = setInterval(look, resolutionMs);
  return () => {
    clearInterval(timer);
    look();
    return longestMs;
  };
}
