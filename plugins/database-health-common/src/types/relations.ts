/**
 * One table with its parts, in bytes. Partitions count to the table that they
 * are parts of, however deep.
 *
 * @public
 */
export interface Table {
  schema?: string;
  name: string;
  kind: 'table' | 'partitioned' | 'materialized-view' | 'virtual';
  totalBytes: number;
  heapBytes: number;
  toastBytes: number;
  indexBytes: number;
  /** Estimated by the engine, or from statistics since it was locked. */
  approximate: boolean;
  estimatedRows: number | null;
  deadRows?: number;
  lastVacuumAt?: string;
  lastAnalyzeAt?: string;
}

/**
 * One index, in bytes.
 *
 * @public
 */
export interface Index {
  schema?: string;
  table: string;
  name: string;
  bytes: number;
  /** Since the statistics of the server were reset. */
  scans?: number;
  /** Rows that were read by it since then, where the server counts no scans. */
  rowsRead?: number;
  unique: boolean;
  valid: boolean;
  lastUsedAt?: string;
}
