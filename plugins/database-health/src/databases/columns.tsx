import {
  Database,
  statusOrder,
  engineData,
} from 'backstage-plugin-database-health-common';
import type { CardColumn } from '../tables/CardTable';
import type { Order } from '../tables/order';
import { LatencyCell } from './cells/LatencyCell';
import { MigrationsCell } from './cells/MigrationsCell';
import { PluginCell } from './cells/PluginCell';
import { PoolCell } from './cells/PoolCell';
import { SizeCell } from './cells/SizeCell';
import { StatusCell } from './cells/StatusCell';

/** As the API gives them: worst first, then by name. */
export const defaultOrder: Order = { column: 'status', direction: 'desc' };

/** The columns, from left to right. */
export const columns: readonly CardColumn<Database>[] = [
  {
    id: 'plugin',
    title: 'Plugin',
    header: true,
    key: ({ pluginId }) => pluginId,
    Cell: PluginCell,
  },
  {
    id: 'status',
    title: 'Status',
    inCard: 'wide',
    first: 'desc',
    key: ({ status }) => -statusOrder.indexOf(status),
    Cell: StatusCell,
  },
  {
    id: 'engine',
    title: 'Engine',
    inCard: 'leftOut',
    key: ({ engine }) => engine,
    Cell: ({ row }) => <>{engineData[row.engine].title}</>,
  },
  {
    id: 'latency',
    title: 'Latency',
    numeric: true,
    key: ({ ping }) => ping?.latencyMs,
    Cell: LatencyCell,
  },
  {
    id: 'size',
    title: 'Size',
    numeric: true,
    key: ({ size }) => size?.bytes,
    Cell: SizeCell,
  },
  {
    id: 'migrations',
    title: 'Migrations',
    first: 'desc',
    key: ({ migrations }) => migrations?.applied,
    Cell: MigrationsCell,
  },
  {
    id: 'pool',
    title: 'Pool',
    first: 'desc',
    key: ({ pool }) => pool?.used,
    Cell: PoolCell,
  },
];
