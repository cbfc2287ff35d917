import { momentInWords } from '../words/dates';
import { spanInWords } from '../words/durations';
import { toneNames } from '../words/names';
import type { LaneSegment } from './lanes';

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
