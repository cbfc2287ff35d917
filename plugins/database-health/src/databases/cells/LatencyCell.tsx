import { durationInWords } from 'backstage-plugin-database-health-common';
import type { Database } from 'backstage-plugin-database-health-common';
import type { CellProps } from '../../tables/CardTable';
import { Unread } from '../../signs/Unread';

/** The average round trip; what it was before an outage says nothing. */
export function LatencyCell({ row: { ping, reachable } }: CellProps<Database>) {
  if (reachable === false) {
    return <Unread>no answer</Unread>;
  }
  return ping ? <>{durationInWords(ping.latencyMs)}</> : <Unread />;
}
