import type { ServerTime } from './times';

/**
 * The tables and indexes of a plugin database: the largest
 * `mostRelations` of each, largest first.
 *
 * @public
 */
export interface Relations {
  tables: readonly TableFact[];
  /** `null` where the role may not know how big they are. */
  indexes: readonly IndexFact[] | null;
  /** Why nothing was measured, for a sentence; then both lists say nothing. */
  unmeasured?: string;
}

/**
 * Relations of one kind that a reading holds.
 *
 * @public
 */
export const mostRelations = 500;

/**
 * A table with its partitions, TOAST and indexes. Bytes are whole files on
 * disk; times are epoch milliseconds.
 *
 * @public
 */
export interface TableFact {
  /** Absent for the schema in which the plugin looks without being told. */
  schema?: string;
  name: string;
  kind: 'table' | 'partitioned' | 'materialized-view' | 'virtual';
  /** Sum of the three parts. */
  totalBytes: number;
  heapBytes: number;
  toastBytes: number;
  indexBytes: number;
  /** Estimated by the engine, or from statistics since it was locked. */
  approximate: boolean;
  /** `null` where the engine does not know. */
  estimatedRows: number | null;
  deadRows?: number;
  lastVacuumAt?: ServerTime;
  lastAnalyzeAt?: ServerTime;
}

/**
 * An index; those of partitions are summed up in that of the whole table. Bytes
 * are whole files on disk.
 *
 * @public
 */
export interface IndexFact {
  schema?: string;
  table: string;
  name: string;
  bytes: number;
  approximate: boolean;
  /** Since the statistics were reset. */
  scans?: number;
  /** Rows that were read by it since then, where the server counts no scans. */
  rowsRead?: number;
  unique: boolean;
  valid: boolean;
  /** Epoch milliseconds. */
  lastUsedAt?: ServerTime;
}
