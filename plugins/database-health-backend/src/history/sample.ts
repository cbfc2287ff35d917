import type {
  Readings,
  Relations,
  TableFact,
} from 'backstage-plugin-database-health-node';
import type { Sample } from '../store';

/** What of the newest readings is kept over time. */
export function sampleOf(readings: Readings, mostTables: number): Sample {
  const { size, ping, connections, relations } = readings;
  return {
    numbers: {
      ...(size?.status === 'read' && { size: size.value.bytes }),
      ...(ping?.status === 'read' && { ping: ping.value.averageMs }),
      ...(connections?.status === 'read' && {
        connections: connections.value.used,
      }),
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
