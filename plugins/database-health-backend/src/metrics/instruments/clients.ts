import type { TotalDurations } from '../../observation/types';
import { perDatabase, perDatabaseAnd } from '../series';
import type { Distribution, Histogram, Instrument, Scalar } from '../types';
import type { DatabaseLabel } from '../watched';

const poolLabels: readonly DatabaseLabel[] = [
  'db.client.connection.pool.name',
  'plugin',
];

const waitBoundsSeconds = [0.001, 0.01, 0.1, 1, 10];
const queryBoundsSeconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

const ofDatabases: readonly Scalar[] = [
  {
    name: 'backstage.database.queries',
    unit: '{query}',
    kind: 'counter',
    help: 'Queries of the plugin that ended, one way or the other.',
    ...perDatabase(
      ['plugin'],
      ({ observation }) => observation.client && observation.traffic.queries,
    ),
  },
  {
    name: 'backstage.database.query_errors',
    unit: '{query}',
    kind: 'counter',
    help: 'Queries of the plugin that failed, but for those that would have added a key that there is already.',
    ...perDatabase(
      ['plugin'],
      ({ observation }) => observation.client && observation.traffic.errors,
    ),
  },
  {
    name: 'backstage.database.pool.create_failures',
    unit: '{connection}',
    kind: 'counter',
    help: 'Connections that could not be opened for the plugin.',
    ...perDatabase(
      ['plugin'],
      ({ observation }) =>
        observation.client && observation.waits.createFailures,
    ),
  },
];

const ofPools: readonly Instrument[] = [
  {
    name: 'db.client.connection.count',
    unit: '{connection}',
    kind: 'gauge',
    help: 'Connections in the pool of the plugin, idle or used.',
    ...perDatabaseAnd(
      ['db.client.connection.state'],
      poolLabels,
      ({ observation }) => {
        const pool = observation.poolCounters();
        return pool
          ? [
              {
                labels: { 'db.client.connection.state': 'idle' },
                value: pool.free,
              },
              {
                labels: { 'db.client.connection.state': 'used' },
                value: pool.used,
              },
            ]
          : [];
      },
    ),
  },
  {
    name: 'db.client.connection.limit',
    unit: '{connection}',
    kind: 'gauge',
    help: 'Connections that the pool of the plugin may hold.',
    ...perDatabase(
      poolLabels,
      ({ observation }) => observation.poolCounters()?.max,
    ),
  },
  {
    name: 'db.client.connection.pending_requests',
    unit: '{request}',
    kind: 'gauge',
    help: 'Requests that wait for a connection now.',
    ...perDatabase(
      poolLabels,
      ({ observation }) => observation.poolCounters()?.pending,
    ),
  },
  {
    name: 'db.client.connection.timeouts',
    unit: '{timeout}',
    kind: 'counter',
    help: 'Requests of the plugin that got no connection in time.',
    ...perDatabase(
      poolLabels,
      ({ observation }) => observation.client && observation.waits.timeouts,
    ),
  },
  {
    name: 'db.client.connection.wait_time',
    unit: 's',
    kind: 'histogram',
    boundsSeconds: waitBoundsSeconds,
    help: 'How long the plugin waited for connections. In a rush some are timed, which stand for all.',
    ...perDatabase(
      poolLabels,
      ({ observation }) =>
        observation.client &&
        distributionOf([observation.waits.total], waitBoundsSeconds),
    ),
  },
];

const operationDuration: Histogram = {
  name: 'db.client.operation.duration',
  unit: 's',
  kind: 'histogram',
  boundsSeconds: queryBoundsSeconds,
  help: 'How long queries of the plugin took that were answered, by an error or not. In a rush some are timed, which stand for all.',
  // One that failed has no label `error.type`: it would be another twelve series.
  ...perDatabase(
    [...poolLabels, 'db.system.name'],
    ({ observation: { client, traffic } }) =>
      client &&
      distributionOf([traffic.succeeded, traffic.failed], queryBoundsSeconds),
  ),
};

/** What was observed of the clients of the plugins, in this process. */
export const clients: readonly Instrument[] = [
  ...ofDatabases,
  ...ofPools,
  operationDuration,
];

function distributionOf(
  durations: readonly TotalDurations[],
  boundsSeconds: readonly number[],
): Distribution {
  const limitsMs = boundsSeconds.map(bound => bound * 1_000);
  const totals = durations.map(each => each.upTo(limitsMs));
  const sumOf = (valueOf: (total: (typeof totals)[number]) => number) =>
    totals.reduce((sum, total) => sum + valueOf(total), 0);
  return {
    counts: limitsMs.map((_, i) => sumOf(({ counts }) => counts[i])),
    count: sumOf(({ count }) => count),
    sumSeconds: sumOf(({ sumMs }) => sumMs) / 1_000,
  };
}
