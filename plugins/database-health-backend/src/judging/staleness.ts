import type { FactEntry } from 'backstage-plugin-database-health-node';

/** A look that has not been repeated for this many intervals is stale (ours). */
const intervals = 3;

/** A pulse may take its deadline, and wait for a survey that hangs. */
const pulseGraceMs = 10_000;

export interface Intervals {
  readonly pulseIntervalMs: number;
  readonly surveyIntervalMs: number;
}

/** Age in milliseconds from which a pulse says nothing any more. */
export function pulseStaleAfterMs({ pulseIntervalMs }: Intervals): number {
  return intervals * pulseIntervalMs + pulseGraceMs;
}

/**
 * Age in milliseconds from which the pulse of another replica says nothing any
 * more: three of its heartbeats, and the time until they are read.
 */
export const reportedStaleAfterMs = 60_000;

/** Age in milliseconds from which a survey says nothing any more. */
export function surveyStaleAfterMs({ surveyIntervalMs }: Intervals): number {
  return intervals * surveyIntervalMs;
}

/** Age in milliseconds from which a reading of a fact counts as not read. */
export function factStaleAfterMs(
  { cadence }: FactEntry,
  config: Intervals,
): number {
  return cadence === 'pulse'
    ? pulseStaleAfterMs(config)
    : surveyStaleAfterMs(config);
}
