import type { Database } from 'backstage-plugin-database-health-common';
import type { ComponentType } from 'react';
import { engineNames } from '../words/names';
import { durationInWords } from '../words/durations';
import { MigrationsCell } from './cells/MigrationsCell';
import { PluginCell } from './cells/PluginCell';
import { PoolCell } from './cells/PoolCell';
import { SizeCell } from './cells/SizeCell';
import { StatusCell } from './cells/StatusCell';
import { Unread } from './cells/Unread';
import type { SortColumn } from './order';

/** What a cell may show. */
export interface CellProps {
  database: Database;
  /** The largest of all rows, which the bars are drawn against. */
  largestBytes: number;
}

export interface Column {
  id: SortColumn;
  title: string;
  numeric?: boolean;
  /** The cell that names the row. */
  header?: boolean;
  Cell: ComponentType<CellProps>;
}

/** The columns, from left to right. */
export const columns: readonly Column[] = [
  { id: 'plugin', title: 'Plugin', header: true, Cell: PluginCell },
  { id: 'status', title: 'Status', Cell: StatusCell },
  {
    id: 'engine',
    title: 'Engine',
    Cell: ({ database }) => <>{engineNames[database.engine]}</>,
  },
  {
    id: 'latency',
    title: 'Latency',
    numeric: true,
    Cell: ({ database: { ping } }) =>
      ping ? <>{durationInWords(ping.latencyMs)}</> : <Unread />,
  },
  { id: 'size', title: 'Size', numeric: true, Cell: SizeCell },
  { id: 'migrations', title: 'Migrations', Cell: MigrationsCell },
  { id: 'pool', title: 'Pool', Cell: PoolCell },
];
