import { perServer } from '../series';
import type { Scalar } from '../types';

/** What servers have for connections. */
export const servers: readonly Scalar[] = [
  {
    name: 'backstage.database.server.connections',
    unit: '{connection}',
    kind: 'gauge',
    help: 'Client connections of the server, whoever has them.',
    ...perServer(({ current }) => current('connections')?.used),
  },
  {
    name: 'backstage.database.server.connections_limit',
    unit: '{connection}',
    kind: 'gauge',
    help: 'Client connections that the server takes, those for privileged roles included.',
    ...perServer(({ current }) => current('connections')?.limit),
  },
  {
    name: 'backstage.database.server.pool_limit',
    unit: '{connection}',
    kind: 'gauge',
    help: 'Connections that the pools of all living replicas may open together.',
    ...perServer(({ current }) => current('poolBudget')?.max),
  },
];
