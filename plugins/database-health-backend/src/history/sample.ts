import type {
  Readings,
  Relations,
  TableFact,
} from 'backstage-plugin-database-health-node';
import type { Sample } from '../store';

/** Of fewer, the 95th percentile is chance (ours). */
const leastTimedQueries = 100;

/** What of the newest readings is kept over time. */
export function sampleOf(readings: Readings, mostTables: number): Sample {
  const { size, ping, connections, queries, relations } = readings;
  const times = queries?.status === 'read' ? queries.value.times : undefined;
  return {
    numbers: {
      ...(size?.status === 'read' && { size: size.value.bytes }),
      ...(ping?.status === 'read' && { ping: ping.value.averageMs }),
      ...(connections?.status === 'read' && {
        connections: connections.value.used,
      }),
      ...(times &&
        times.count >= leastTimedQueries && { 'query-latency': times.p95Ms }),
    },
    ...(relations?.status === 'read' && {
      tables: largestTables(relations.value, mostTables),
    }),
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
      .map(table => [nameOf(table), table.totalBytes]),
  );
}

/** As `object` of the history names it. */
function nameOf({ schema, name }: TableFact): string {
  return schema === undefined ? name : `${schema}.${name}`;
}
