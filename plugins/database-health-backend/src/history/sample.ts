import { qualifiedName } from 'backstage-plugin-database-health-common';
import type { Readings } from 'backstage-plugin-database-health-node';
import type { Relations } from '../pure/facts';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { Sample } from '../store';

/** Of fewer, the 95th percentile is chance (ours). */
const leastTimedQueries = 100;

/** What of the newest readings is kept over time. */
export function sampleOf(readings: Readings, mostTables: number): Sample {
  const size = valueOf(readings.size);
  const ping = valueOf(readings.ping);
  const connections = valueOf(readings.connections);
  const times = valueOf(readings.queries)?.times;
  const relations = valueOf(readings.relations);
  return {
    numbers: {
      ...(size && { size: size.bytes }),
      ...(ping && { ping: ping.averageMs }),
      ...(connections && { connections: connections.used }),
      ...(times &&
        times.count >= leastTimedQueries && { 'query-latency': times.p95Ms }),
    },
    ...(relations && { tables: largestTables(relations, mostTables) }),
  };
}

function largestTables(
  { tables }: Relations,
  most: number,
): ReadonlyMap<string, number> {
  return new Map(
    [...tables]
      .sort((a, b) => b.totalBytes - a.totalBytes)
      .slice(0, most)
      .map(table => [qualifiedName(table), table.totalBytes]),
  );
}
