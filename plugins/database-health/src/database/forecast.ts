import type { Database } from 'backstage-plugin-database-health-common';
import type { PlotForecast } from '../charts/HistoryPlot';
import { dayMs } from '../words/timeSpans';

/** How much of the time that is shown is added for what is to come. */
const aheadPart = 0.3;

/**
 * Straight lines from the present size to where it leads: as expected, and as
 * early and as late as is likely. Without a limit only the first is known.
 */
export function plotForecast(
  size: Database['size'],
  { from, to }: { from: number; to: number },
): PlotForecast | undefined {
  if (!size?.forecast) {
    return undefined;
  }
  const { bytes, limit } = size;
  const { bytesPerDay, earliest, latest, reachedAt } = size.forecast;
  const until = to + (to - from) * aheadPart;
  const days = (until - to) / dayMs;
  const expected = bytes + bytesPerDay * days;
  const towards = (at: string | null, otherwise: number) => {
    const awayMs = at === null || !limit ? 0 : Date.parse(at) - to;
    return awayMs > 0
      ? bytes + ((limit!.bytes - bytes) / awayMs) * (until - to)
      : otherwise;
  };
  // Reached, but perhaps never: then it may as well stay as it is.
  const latestUnknown = limit && reachedAt && !latest ? bytes : expected;
  return {
    from: { at: to, value: bytes },
    to: {
      at: until,
      value: expected,
      low: Math.min(expected, towards(latest, latestUnknown)),
      high: Math.max(expected, towards(earliest, expected)),
    },
  };
}
