import type { Database } from 'backstage-plugin-database-health-common';
import { countInWords } from '../words/counts';
import { dayMs } from '../words/timeSpans';
import type { Stack } from './stack';

/** What plugin databases grew by together. */
export interface Growth {
  bytes: number;
  /** Those that were first measured later: what they hold is no growth. */
  leftOut: readonly Database[];
}

/**
 * From one row of a stack to another, or to what each of the databases holds
 * now; `null` where none was measured at both.
 */
export function growthBetween(
  { databases, starts, rows }: Stack,
  { from, to }: { from: number; to: number | 'now' },
  isCounted: (database: Database) => boolean = () => true,
): Growth | null {
  const counted = databases
    .map((database, place) => ({ database, place }))
    .filter(({ database }) => isCounted(database));
  const there = counted.filter(({ place }) => starts[place] <= from);
  if (there.length === 0) {
    return null;
  }
  return {
    bytes: there.reduce((sum, { database, place }) => {
      const after = to === 'now' ? database.size?.bytes : rows[to].bytes[place];
      return sum + Number(after) - Number(rows[from].bytes[place]);
    }, 0),
    leftOut: counted
      .filter(({ place }) => starts[place] > from)
      .map(({ database }) => database),
  };
}

/**
 * What all have grown by in the last `days`, from a stack of days; `null` where
 * nothing is known of that time.
 */
export function growthOver(
  stack: Stack,
  days: number,
  now: number,
): Growth | null {
  const then = now - days * dayMs;
  const known = stack.rows
    .map(({ at, bytes }, place) => ({ at, bytes, place }))
    .filter(
      ({ at, bytes }) =>
        Math.abs(at - then) <= 1.5 * dayMs && !bytes.includes(null),
    );
  // A row stands at the end of its day: the first one after that time is of
  // that day. Where it is missing, one of the day before or after is near
  // enough.
  const nearest =
    known.find(({ at }) => at >= then && at - then <= dayMs) ??
    [...known].reverse().find(({ at }) => at < then) ??
    known[0];
  return nearest
    ? growthBetween(stack, { from: nearest.place, to: 'now' })
    : null;
}

/** `, without 2 databases first measured later`; nothing where all were there. */
export function leftOutInWords({ leftOut }: Growth): string {
  return leftOut.length === 0
    ? ''
    : `, without ${countInWords(
        leftOut.length,
        'database',
      )} first measured later`;
}
