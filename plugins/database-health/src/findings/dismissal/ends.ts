import { dayMs } from '../../words/timeSpans';

/** Until when a finding may be let be. */
export const dismissalEnds = [
  { id: '1d', words: '1 day', spanMs: dayMs },
  { id: '7d', words: '1 week', spanMs: 7 * dayMs },
  { id: '30d', words: '30 days', spanMs: 30 * dayMs },
  { id: 'none', words: 'permanently', spanMs: undefined },
] as const;

export type DismissalEnd = (typeof dismissalEnds)[number];

/** So that what is forgotten comes back by itself. */
export const usualEnd: DismissalEnd = dismissalEnds[1];

/** ISO 8601 UTC; `undefined` where there is no end. */
export function endAt(
  { spanMs }: DismissalEnd,
  now: number,
): string | undefined {
  return spanMs === undefined
    ? undefined
    : new Date(now + spanMs).toISOString();
}
