import type { Database } from 'backstage-plugin-database-health-common';
import type { ComponentType } from 'react';
import { engineNames } from '../words/names';
import { LatencyCell } from './cells/LatencyCell';
import { MigrationsCell } from './cells/MigrationsCell';
import { PluginCell } from './cells/PluginCell';
import { PoolCell } from './cells/PoolCell';
import { SizeCell } from './cells/SizeCell';
import { StatusCell } from './cells/StatusCell';
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
  /** What becomes of the cell where rows are cards. */
  narrow?: 'wide' | 'leftOut';
  Cell: ComponentType<CellProps>;
}

/** The columns, from left to right. */
export const columns: readonly Column[] = [
  { id: 'plugin', title: 'Plugin', header: true, Cell: PluginCell },
  { id: 'status', title: 'Status', narrow: 'wide', Cell: StatusCell },
  {
    id: 'engine',
    title: 'Engine',
    narrow: 'leftOut',
    Cell: ({ database }) => <>{engineNames[database.engine]}</>,
  },
  {
    id: 'latency',
    title: 'Latency',
    numeric: true,
    Cell: LatencyCell,
  },
  { id: 'size', title: 'Size', numeric: true, Cell: SizeCell },
  { id: 'migrations', title: 'Migrations', Cell: MigrationsCell },
  { id: 'pool', title: 'Pool', Cell: PoolCell },
];
