import { countInWords } from '../words/counts';
import { momentInWords } from '../words/dates';
import { spanInWords } from '../words/durations';
import { toneNames } from '../words/names';
import type { LaneSegment } from './lanes';
import { firstWatched, type WatchedSince } from './watched';

export const unwatchedWords = 'Not watched yet';

export function stateInWords({ status }: LaneSegment): string {
  return status === null ? unwatchedWords : toneNames[status];
}

/** `now` is the end of the lane, in epoch milliseconds. */
export function segmentInWords(segment: LaneSegment, now: number): string {
  const { status, from, to } = segment;
  const span = spanInWords(to - from);
  if (status === null) {
    return `Not watched before ${momentInWords(to)}`;
  }
  return to >= now
    ? `${toneNames[status]} since ${momentInWords(from)}, for ${span} now`
    : `${toneNames[status]} from ${momentInWords(from)} to ${momentInWords(
        to,
      )}, for ${span}`;
}

/** What must be known to read lanes right. */
export function laneNotes(known: {
  /** The lanes begin with the first that was watched. */
  begun: boolean;
  watchedSince?: WatchedSince;
  databases: number;
  /** Those of them that have no lane. */
  laneless: number;
}): string {
  const { begun, watchedSince, databases, laneless } = known;
  return [
    begun &&
      watchedSince &&
      `Nothing was watched before ${momentInWords(
        firstWatched(watchedSince),
      )}.`,
    watchedSince
      ? 'While the backend does not run, a lane keeps its last status.'
      : 'It is not known since when each database has been watched; before the first change of a lane, its earlier status is assumed.',
    laneless > 0 &&
      `${laneless === databases ? 'All' : 'The other'} ${countInWords(
        laneless,
        'database',
      )} ${laneless === 1 ? 'is' : 'are'} OK, with no known change of status.`,
  ]
    .filter(Boolean)
    .join(' ');
}
