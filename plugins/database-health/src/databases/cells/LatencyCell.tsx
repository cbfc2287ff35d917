import { durationInWords } from '../../words/durations';
import type { CellProps } from '../columns';
import { Unread } from '../../signs/Unread';

/** The average round trip; what it was before an outage says nothing. */
export function LatencyCell({ database: { ping, reachable } }: CellProps) {
  if (reachable === false) {
    return <Unread>no answer</Unread>;
  }
  return ping ? <>{durationInWords(ping.latencyMs)}</> : <Unread />;
}
