import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Observation } from 'backstage-plugin-database-health-node';

/** How finely the event loop is watched during a round trip. */
const resolutionMs = 1;

const nanosecondsPerMillisecond = 1_000_000;

/**
 * Times one round trip in milliseconds, less the longest time in which this
 * process was too busy to take the answer: that is not the database's. An
 * answer of SQLite is made by this process, so there nothing is taken off.
 */
export async function timeRoundTrip(
  { configured }: Observation,
  ask: () => Promise<void>,
): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const startMs = performance.now();
  try {
    await ask();
    const tookMs = performance.now() - startMs;
    const lagMs = delay.max / nanosecondsPerMillisecond - resolutionMs;
    return configured.engine === 'sqlite' || lagMs < resolutionMs
      ? tookMs
      : Math.max(tookMs - lagMs, 0);
  } finally {
    delay.disable();
  }
}
